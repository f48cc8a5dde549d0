"""What vphu.toml may say, as types: from them comes the schema that editors complete and check it with."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from xl_macros.reports.letter_settings import ReviewSettings

Codes = Annotated[list[str], Field(description="Mã quy tắc (TOT02) hoặc nhóm (ROW)")]


class SettingsFile(BaseModel):
    """Cài đặt của người thẩm định."""

    model_config = ConfigDict(extra="forbid", title="vphu.toml")

    select: Codes = []
    ignore: Codes = []
    severity: Annotated[dict[str, Literal["error", "warning", "info"]], Field(description="Mã hoặc nhóm → mức độ")] = {}
    per_file: Annotated[
        dict[str, list[str]], Field(alias="per-file", description="Mẫu tên tệp → mã bỏ qua ở các tệp ấy")
    ] = {}
    review: ReviewSettings = ReviewSettings()
