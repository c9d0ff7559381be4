"""Under which address phones come in: one of the laptop's own, or a public one that hands everything on to it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from teachmeet.addresses import BadAddress, addresses, public_address
from teachmeet.domain.panels import Address, Door, Notice
from teachmeet.matrix import rows
from teachmeet.meetfolder import MeetFolder

EVERYWHERE = ("0.0.0.0", "::", "")
"""What one binds to for all of the laptop's addresses."""
PUBLIC = "public"
"""The code of the notice that words leave the building; also what the public address is called among the others."""


@dataclass(slots=True)
class Entrance:
    """The way in to a meet that is served. The folder keeps what was chosen; `public` is asked with every request."""

    folder: MeetFolder
    bind: str
    port: int = 0
    public: str = ""

    def __post_init__(self) -> None:
        self.public = self.folder.public

    def door(self) -> Door:
        """What the QR code shows, in upper case, which makes the code smaller.

        It is the address that the host chose, if it is there; else the public one, if there is one; else the likeliest.
        """
        found = self._own()
        chosen = self.folder.chosen_address
        picked = next((one.address for one in found if one.address == chosen), None)
        if picked is None and self.public:
            shown = self.public
        else:
            address = picked or (found[0].address if found else "127.0.0.1")
            shown = f"http://{address}" if self.port == 80 else f"http://{address}:{self.port}"
        if self.public:
            found = (Address(self.public, PUBLIC, True), *found)
        url = f"{shown}/J/{self.folder.code}".upper()
        return Door(url, self.folder.code, self.port, found, rows(url))

    def choose(self, address: str) -> Door | None:
        """Show another address; None when it is none of the laptop's. An empty one takes the public one back.

        Whoever came in by the public address may go on while one of the laptop's own is shown.
        """
        if not address or "://" in address:
            try:
                wanted = public_address(address) if address else ""
            except BadAddress:
                return None
            self.folder.keep_public(wanted)
            self.public = wanted
        elif any(one.address == address for one in self._own()):
            self.folder.keep_address(address)
        else:
            return None
        return self.door()

    def _own(self) -> tuple[Address, ...]:
        """Those of the laptop's addresses that the server listens on."""
        found = addresses()
        if self.bind in EVERYWHERE:
            return found
        return tuple(one for one in found if one.address == self.bind) or found

    def notice(self) -> Notice | None:
        """What the host must be told of it: with a public address words leave the building."""
        return Notice(PUBLIC, {"address": urlsplit(self.public).netloc}) if self.public else None
