"""
The server: tools, resources and prompts as the official SDK takes them.

Calls are answered one after the other, in the loop: what waits is never more than what was read.
A user's mistake is an answer that says so; a bug keeps its traceback on stderr, and the server runs
on.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

import mcp_types as types
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError

from llmpick.agents import resources
from llmpick.agents.schemas import output_schema
from llmpick.agents.tools import TOOLS, Tool, ToolFacts, call
from llmpick.errors import UserError
from llmpick.version import __version__

if TYPE_CHECKING:
    from mcp.server.context import ServerRequestContext

    Context: TypeAlias = ServerRequestContext[Any, Any]
    Page: TypeAlias = "types.PaginatedRequestParams | None"

INSTRUCTIONS = (
    "llmpick answers which language model to use for a job, and at which provider, from a dated "
    "catalog: quality, cost, privacy, ends of life, own hardware. Begin with recommend_routes; "
    "list_records kind=tasks names the jobs. State every limit that holds: what is not stated is "
    "not asked. Take figures from the tools only, and say the day of the facts (as_of). A result "
    "that is an error says what to change."
)
ONLY_READS = types.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
JSON = "application/json"


def server(opened: Callable[[], ToolFacts]) -> Server[Any]:
    """
    The server of what *opened* gives: it is called for each question, and opens only what is new.
    """

    async def list_tools(_: Context, __: Page) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[described(one) for one in TOOLS.values()])

    async def call_tool(_: Context, asked: types.CallToolRequestParams) -> types.CallToolResult:
        try:
            found = call(opened(), asked.name, asked.arguments or {})
        except UserError as error:
            return types.CallToolResult(content=[_text(sentence(error))], is_error=True)
        text = json.dumps(found, ensure_ascii=False)
        return types.CallToolResult(content=[_text(text)], structured_content=found)

    async def list_resources(_: Context, __: Page) -> types.ListResourcesResult:
        return types.ListResourcesResult(
            resources=[
                types.Resource(uri=one.uri, name=one.name, description=one.text, mime_type=JSON)
                for one in resources.RESOURCES
            ]
        )

    async def list_templates(_: Context, __: Page) -> types.ListResourceTemplatesResult:
        return types.ListResourceTemplatesResult(
            resource_templates=[
                types.ResourceTemplate(
                    uri_template=one.uri, name=one.name, description=one.text, mime_type=JSON
                )
                for one in resources.TEMPLATES
            ]
        )

    async def read_resource(
        _: Context, asked: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        uri = str(asked.uri)
        try:
            text = resources.read(opened(), uri)
        except UserError as error:
            _refuse(error)
        content = types.TextResourceContents(uri=uri, mime_type=JSON, text=text)
        return types.ReadResourceResult(contents=[content])

    async def list_prompts(_: Context, __: Page) -> types.ListPromptsResult:
        return types.ListPromptsResult(
            prompts=[
                types.Prompt(
                    name=one.name,
                    title=one.title,
                    description=one.text,
                    arguments=[
                        types.PromptArgument(
                            name=one.argument, description=one.about, required=True
                        )
                    ],
                )
                for one in resources.PROMPTS.values()
            ]
        )

    async def get_prompt(_: Context, asked: types.GetPromptRequestParams) -> types.GetPromptResult:
        try:
            words = resources.prompt(asked.name, asked.arguments or {})
        except UserError as error:
            _refuse(error)
        message = types.PromptMessage(role="user", content=_text(words))
        return types.GetPromptResult(messages=[message])

    return Server(
        "llmpick",
        version=__version__,
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
        on_list_prompts=list_prompts,
        on_get_prompt=get_prompt,
    )


def described(tool: Tool) -> types.Tool:
    """*tool* as a client reads it."""
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.text,
        input_schema=tool.takes.schema,
        output_schema=output_schema(tool.record),
        annotations=ONLY_READS,
    )


def sentence(error: UserError) -> str:
    """A mistake as an agent reads it: what is wrong, and what to try."""
    return f"{error}\nhint: {error.hint}" if error.hint else str(error)


def _refuse(error: UserError) -> NoReturn:
    raise MCPError(code=types.INVALID_PARAMS, message=sentence(error)) from None


def _text(text: str) -> types.TextContent:
    return types.TextContent(type="text", text=text)
