using System.Text;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Text;

public sealed class SourceTextTests
{
    public static TheoryData<string, byte[], TextEncoding> Encodings => new()
    {
        { "UTF-8", Encoding.UTF8.GetBytes("a: ä\n"), TextEncoding.Utf8 },
        { "UTF-8 with BOM", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("a: ä\n")], TextEncoding.Utf8WithBom },
        { "UTF-16 LE", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("a: ä\n")], TextEncoding.Utf16LittleEndian },
        { "UTF-16 BE", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes("a: ä\n")], TextEncoding.Utf16BigEndian },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Bytes_become_text_and_the_same_bytes_again(string name, byte[] bytes, TextEncoding encoding)
    {
        var source = SourceText.FromBytes(name, bytes);
        Assert.Equal("a: ä\n", source.Content);
        Assert.Equal(encoding, source.Encoding);
        Assert.Null(source.InvalidAt);
        Assert.Equal(bytes, source.ToBytes(source.Content));
    }

    [Fact]
    public void UTF_16_without_mark_is_recognised() =>
        Assert.Equal("a: 1", SourceText.FromBytes("a", Encoding.Unicode.GetBytes("a: 1")).Content);

    [Fact]
    public void UTF_16_with_half_a_letter_is_recognised()
    {
        var source = SourceText.FromBytes("a", [.. Encoding.Unicode.GetBytes("a: 1"), (byte)'\n']);
        Assert.Equal(TextEncoding.Utf16LittleEndianWithoutBom, source.Encoding);
        Assert.Equal(4, source.InvalidAt);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_found()
    {
        Assert.Equal(3, SourceText.FromBytes("a", [0x61, 0x3A, 0x20, 0xFF, 0x0A]).InvalidAt);
        Assert.Null(SourceText.FromBytes("a", Encoding.UTF8.GetBytes("a: \uFFFD")).InvalidAt);
    }

    [Theory]
    [InlineData("a\nb\r\nc\rd", 7, 4, 1)]
    [InlineData("a\nb", 2, 2, 1)]
    [InlineData("a\nb", 3, 2, 2)]
    [InlineData("", 0, 1, 1)]
    public void Lines_end_at_LF_CRLF_and_CR(string text, int offset, int line, int column) =>
        Assert.Equal(new LinePosition(line, column), new LineMap(text).Position(offset));
}
