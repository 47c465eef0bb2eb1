"""An e-mail draft with a publication attached, for the person's own mail program to open, complete and send."""

from __future__ import annotations

import hashlib
from datetime import UTC
from email.message import EmailMessage
from email.policy import SMTP

from rcm_tui.i18n import _
from rcm_tui.reports.document import Document
from rcm_tui.reports.visible import one_line

_DOCX = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")


def draft_mail(document: Document, name: str, attached: bytes) -> bytes:
    """Return the draft (`X-Unsent`), without sender and receiver; `name` is that of the attached docx."""
    message = EmailMessage(policy=SMTP)
    subject = " – ".join(part for part in (document.draft, document.title) if part)
    message["Subject"] = one_line(subject)[:200]
    message["Date"] = document.when.astimezone(UTC)
    message["X-Unsent"] = "1"
    message["Content-Language"] = document.language
    message.set_content(_body(document))
    message.add_attachment(attached, maintype=_DOCX[0], subtype=_DOCX[1], filename=name)
    # A boundary of the content's own, so that the same draft has the same bytes.
    message.set_boundary("rcm-" + hashlib.sha256(attached).hexdigest()[:40])
    return message.as_bytes()


def _body(document: Document) -> str:
    lines = [
        _("Good day,"),
        _("please find attached: {title}.").format(title=one_line(document.title)),
        _("Where something is not as you know it, an answer to this message is enough; the plan will be corrected."),
        document.footer,
    ]
    return "\n\n".join(line for line in lines if line) + "\n"
