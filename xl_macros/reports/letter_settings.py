"""What a province sets for its round: who signs, by when to answer, in which words. From [review] of vphu.toml."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from xl_macros.block import Refusal


class ReviewSettings(BaseModel):
    """The letters of a round. Nothing here is prescribed by law: all of it is the province's to set."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    superior: Annotated[str, Field(description="Cơ quan cấp trên, dòng đầu bên trái của phiếu")] = ""
    office: Annotated[str, Field(description="Cơ quan thẩm định, dòng thứ hai bên trái")] = ""
    style: Annotated[
        Literal["party", "state"], Field(description="Thể thức của Đảng (party) hay của Nhà nước (state)")
    ] = "party"
    number: Annotated[str, Field(description="Số, ký hiệu")] = "Số …"
    place: Annotated[str, Field(description="Địa danh trước ngày tháng")] = "…"
    grounds: Annotated[tuple[str, ...], Field(description="Các căn cứ, mỗi căn cứ một dòng")] = ()
    deadline: Annotated[str, Field(description="Thời hạn trả lời, như viết trong câu")] = (
        "trong … ngày làm việc kể từ ngày nhận được phiếu này"
    )
    send_to: Annotated[str, Field(description="Nơi nhận trả lời (địa chỉ, thư điện tử)")] = ""
    signer: Annotated[str, Field(description="Họ tên người ký")] = ""
    signer_post: Annotated[str, Field(description="Chức vụ người ký")] = "CHÁNH VĂN PHÒNG"
    copies: Annotated[tuple[str, ...], Field(description="Nơi nhận")] = ("Như trên", "Lưu văn phòng")
    letter: Annotated[str | None, Field(description="Mẫu phiếu .docx của tỉnh; không ghi thì dùng mẫu có sẵn")] = None


def review_settings(raw: object, file: Path | None) -> ReviewSettings:
    """The settings from what [review] says. Raises `Refusal` naming the key that is wrong."""
    if not isinstance(raw, dict):
        name = file.name if file else "vphu.toml"
        raise Refusal(
            f"{name}: [review] phải là bảng: mục = giá trị.", f"{name}: [review] must be a table: key = value."
        )
    try:
        return ReviewSettings.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        name = file.name if file else "vphu.toml"
        known = ", ".join(ReviewSettings.model_fields)
        unknown = first["type"] == "extra_forbidden"
        vi = (
            f"{name}: [review] không có mục «{key}»; các mục là {known}."
            if unknown
            else (f"{name}: [review] mục «{key}» ghi sai; cần {_NEEDS.get(first['type'], 'một giá trị khác')}.")
        )
        en = (
            f"{name}: [review] has no key «{key}»; it has {known}."
            if unknown
            else (f"{name}: [review] «{key}» is wrong: {first['msg']}.")
        )
        raise Refusal(vi, en) from None


_NEEDS = {
    "string_type": "một chuỗi chữ trong ngoặc kép",
    "literal_error": 'một trong "party", "state"',
    "tuple_type": 'một danh sách như ["…", "…"]',
}
