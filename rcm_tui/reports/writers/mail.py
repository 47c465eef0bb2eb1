"""An e-mail draft with a publication attached, for the person's own mail program to open, complete and send."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP

from rcm_tui.i18n import _
from rcm_tui.model.frozen import dataclass
from rcm_tui.reports.document import Document
from rcm_tui.reports.visible import one_line

_DOCX = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")


@dataclass(frozen=True, slots=True)
class Mail:
    """What a draft says besides the document: its day, to whom it goes, and, a line each, the dates of the receiver."""

    when: datetime
    to: tuple[str, ...] = ()
    due: Sequence[str] = ()


def draft_mail(document: Document, name: str, attached: bytes, mail: Mail | None = None) -> bytes:
    """Return the draft (`X-Unsent`), without a sender; `name` is that of the attached docx.

    Without `mail`, it is of the document's day and to nobody.
    """
    mail = mail or Mail(document.when)
    message = EmailMessage(policy=SMTP)
    subject = " – ".join(part for part in (document.draft, document.title) if part)
    message["Subject"] = one_line(subject)[:200]
    if mail.to:
        message["To"] = ", ".join(mail.to)
    message["Date"] = mail.when.astimezone(UTC)
    message["X-Unsent"] = "1"
    message["Content-Language"] = document.language
    message.set_content(_body(document, mail.due))
    message.add_attachment(attached, maintype=_DOCX[0], subtype=_DOCX[1], filename=name)
    # A boundary of the content's own, so that the same draft has the same bytes.
    message.set_boundary("rcm-" + hashlib.sha256(attached).hexdigest()[:40])
    return message.as_bytes()


def _body(document: Document, due: Sequence[str]) -> str:
    dates = [f"- {one_line(each)}" for each in due]
    lines = [
        _("Good day,"),
        _("please find attached: {title}.").format(title=one_line(document.title)),
        "\n".join((_("The dates by which the plan expects something:"), *dates)) if dates else "",
        _("If anything here is wrong, please answer this message; the plan will be corrected."),
        document.footer,
    ]
    return "\n\n".join(line for line in lines if line) + "\n"
