"""The language of an answer."""

from starlette.requests import Request

from data.words.catalogue import LANGUAGES, set_language


def speak_as_asked(request: Request) -> str:
    """Speak the language that a request asks for: ``?lang=``, else its header, else Chinese.

    A header counts where it names one of ours alone, as our commands send it: a browser's
    list of languages does not say what its user reads here.
    """
    asked = (request.query_params.get("lang"), request.headers.get("accept-language"))
    language = next((name for name in asked if name in LANGUAGES), LANGUAGES[0])
    set_language(language)
    return language
