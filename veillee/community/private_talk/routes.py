"""First words over HTTP."""

import msgspec
from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody

from veillee.community.conversations import Conversations, ConversationView
from veillee.community.people import Caller, Person
from veillee.community.private_talk.actions import PrivateTalk
from veillee.community.private_talk.contacts import Contacts, ContactView
from veillee.community.private_talk.model import AcceptForm, RequestForm, RequestLists, RequestView
from veillee.community.private_talk.queries import ask_both
from veillee.community.private_talk.screening import Screening
from veillee.community.screening import Consent, ConsentForm, PairScreening
from veillee.foundation.api import AnyRequest, answer_page, origin_of


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """The conversation that an accepted first word opened."""

    conversation: ConversationView


@get(
    "/private-requests",
    summary="First words that wait for me, and mine, the latest first",
    description="`Link: rel=next` leads to the next page of both lists, when either goes on.",
)
async def list_requests(
    request: AnyRequest,
    caller: NamedDependency[Caller],
    private_talk: NamedDependency[PrivateTalk],
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int | None] = None,
) -> Response[RequestLists]:
    lists, following = await private_talk.list_mine(caller, ask_both(cursor, limit))
    return answer_page(request, lists, following, limit)


@post("/private-requests", summary="One first word to a stranger; nothing else reaches them until they accept")
async def ask(
    data: JSONBody[RequestForm],
    caller: NamedDependency[Caller],
    request: AnyRequest,
    private_talk: NamedDependency[PrivateTalk],
) -> RequestView:
    return await private_talk.ask(caller, data, origin_of(request))


@post("/private-requests/{request_id:str}/accept", status_code=200, summary="Talk")
async def accept(
    request_id: FromPath[str],
    caller: NamedDependency[Caller],
    private_talk: NamedDependency[PrivateTalk],
    conversations: NamedDependency[Conversations],
    data: JSONBody[AcceptForm | None] = None,
) -> Opened:
    conversation = await private_talk.accept(caller, request_id, None if data is None else data.screening)
    return Opened(conversation=await conversations.get(caller, conversation))


@post("/private-requests/{request_id:str}/decline", status_code=204, summary="Nothing more comes of it")
async def decline(
    request_id: FromPath[str], caller: NamedDependency[Caller], private_talk: NamedDependency[PrivateTalk]
) -> None:
    await private_talk.decline(caller, request_id)


@get("/contacts", summary="Those with whom I am in contact")
async def list_contacts(caller: NamedDependency[Caller], contacts: NamedDependency[Contacts]) -> list[Person]:
    return await contacts.list_mine(caller)


@put(
    "/people/{person_id:str}/contact",
    summary="Keep the contact: ask, or confirm what they asked",
    description="Only between two who talk in private. `contact`: `asked_by_me` until the other does the same, then "
    "`mutual`. Having talked makes nobody a contact: until then the gate looks at both as at strangers.",
)
async def keep_contact(
    person_id: FromPath[str], caller: NamedDependency[Caller], contacts: NamedDependency[Contacts]
) -> ContactView:
    return await contacts.keep(caller, person_id)


@delete(
    "/people/{person_id:str}/contact",
    status_code=200,
    summary="End the contact, take the question back, or decline it",
)
async def end_contact(
    person_id: FromPath[str], caller: NamedDependency[Caller], contacts: NamedDependency[Contacts]
) -> ContactView:
    return await contacts.let_go(caller, person_id)


@get("/screening", summary="What I have said to private talk being screened, and what is asked")
async def show_screening(caller: NamedDependency[Caller], screening: NamedDependency[Screening]) -> Consent:
    return await screening.get(caller)


@put(
    "/screening",
    summary="Agree to private talk being screened",
    description="Apart from the house rules, and recorded with the version of the wording that was shown. The first "
    "words and accepts of programs that do not ask are recorded as such, and screened as everybody's.",
)
async def agree_to_screening(
    data: JSONBody[ConsentForm], caller: NamedDependency[Caller], screening: NamedDependency[Screening]
) -> Consent:
    return await screening.agree(caller, data.wording)


@delete(
    "/screening",
    status_code=200,
    summary="Withdraw my agreement",
    description="At once, on every connection: nothing passes in my private talks, but for those in which both have "
    "switched screening off. Agreeing again opens them.",
)
async def withdraw_screening(caller: NamedDependency[Caller], screening: NamedDependency[Screening]) -> Consent:
    return await screening.withdraw(caller)


@put(
    "/people/{person_id:str}/screening-off",
    summary="Switch screening off between two contacts: ask, or agree to what they asked",
    description="`screening`: `off_asked_by_me` until the other does the same, then `off`. Reports, blocks, pauses and "
    "pacing stay as they are. Ending the contact switches it on.",
)
async def switch_screening_off(
    person_id: FromPath[str], caller: NamedDependency[Caller], screening: NamedDependency[Screening]
) -> PairScreening:
    return await screening.switch_off(caller, person_id)


@delete(
    "/people/{person_id:str}/screening-off",
    status_code=200,
    summary="Switch screening on again, at once; or take the question back, or decline it",
)
async def switch_screening_on(
    person_id: FromPath[str], caller: NamedDependency[Caller], screening: NamedDependency[Screening]
) -> PairScreening:
    return await screening.switch_on(caller, person_id)


handlers: list[HTTPRouteHandler] = [
    list_requests, ask, accept, decline, list_contacts, keep_contact, end_contact, show_screening, agree_to_screening,
    withdraw_screening, switch_screening_off, switch_screening_on,
]  # fmt: skip
