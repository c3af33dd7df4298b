using System.Text;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Core.Tests.Yaml;

public sealed class YamlStreamTests
{
    [Theory]
    [InlineData("a: 1\n", 1)]
    [InlineData("a: 1\n---\nb: 2\n", 2)]
    [InlineData("---\na: 1\n---\n---\nb: 2\n---\n", 2)]
    [InlineData("a: |\n  text\n  ---\n  more\n", 1)]
    [InlineData("--- {a: 1}\n--- # comment\nb: 1\n", 2)]
    [InlineData("%YAML 1.1\n---\na: 1\n", 2)]
    [InlineData("a: 1\n---# comment\nb: 1\n", 2)]
    [InlineData("{\"a\": 1}\n{\"b\": 2} {\"c\": \"}{\"}", 3)]
    [InlineData("{a: 1}\n{b: 2}\n", 1)]
    [InlineData("{\"a\": 1}\nb: 2\n", 2)]
    [InlineData("{\"a\": 1}\n# comment\n", 1)]
    [InlineData("---\n{\"a\": 1}\n{\"b\": 2}\n", 1)]
    [InlineData("a: 1\n...\nb: 2\n", 1)]
    [InlineData("a: 1\n...\n", 1)]
    [InlineData("a: 1\r\n---\r\nb: 2\r\n", 2)]
    [InlineData("a: ---x\n", 1)]
    [InlineData("", 0)]
    [InlineData("# comment\n---\n# comment\n", 0)]
    public void Splits_at_markers_alone(string yaml, int documents) => Assert.Equal(documents, YamlStream.Split(new SourceText("a.yaml", yaml)).Count);

    [Fact]
    public void Each_document_maps_back_to_the_file()
    {
        var parts = YamlStream.Split(new SourceText("a.yaml", "a: 1\n---\nb: two\n"));
        var root = (YamlMapping)YamlReader.Read(parts[1].Slice).Root!;
        Assert.Equal("two", root["b"]!.Span.Text);
        Assert.Equal(3, root["b"]!.Span.StartPosition.Line);
    }

    [Fact]
    public void One_broken_document_costs_no_other()
    {
        var file = Linter.Parse(new SourceText("a.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\na: [1\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n"));
        Assert.Equal(["a", "b"], file.Objects.Select(o => o.Name));
        Assert.Equal(5, Assert.Single(file.Problems).Span.StartPosition.Line);
    }

    [Theory]
    [InlineData("a: 1\n...\nb: 2\n", "b: 2")]
    [InlineData("  a: 1\n b: 2\n", "b: 2")]
    [InlineData("{\"a\": 1} x\n", "x")]
    [InlineData("a: 1\n...\n# comment\n", null)]
    [InlineData("a: 1\n", null)]
    public void Text_after_the_document_is_named(string yaml, string? ignored)
    {
        var result = Parse.Document(yaml);
        Assert.Null(result.Problem);
        Assert.Equal(ignored, result.Ignored?.Text);
    }

    // kubectl goes on as YAML behind one JSON value, and behind none of several.
    [Theory]
    [InlineData("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'a'}}\napiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n", "a b", null)]
    [InlineData("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'a'}} trailing\n", "a", "trailing")]
    [InlineData("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'a'}}}\n", "a", "}")]
    [InlineData("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'a'}},\n", "a", ",")]
    [InlineData("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'a'}}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n", "a b", null)]
    [InlineData("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'a'}}{'kind':'x'}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n", "a", "---")]
    [InlineData("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'a'}}{'kind':'x'}\nkind: y\n", "a", "kind: y")]
    [InlineData("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'a'}}\n\n# the end\n", "a", null)]
    public void Text_behind_JSON_is_read_or_refused(string json, string names, string? refused)
    {
        var file = Linter.Parse(new SourceText("a.json", json.Replace('\'', '"')));
        Assert.Equal(names, string.Join(" ", file.Objects.Select(o => o.Name)));
        Assert.Equal(refused, file.Problems.SingleOrDefault(p => !p.IsForOthers)?.Span.Text.TrimEnd());
        Assert.All(file.Documents, d => Assert.Null(d.Ignored));
    }

    // kubectl 1.32 stops at each of these, 1.33 reads on.
    [Theory]
    [InlineData("{A}\n# c\n{B}\n", "# c")]
    [InlineData("{A}\n---\n{B}\n", "---")]
    [InlineData("{A} # c\n", "# c")]
    [InlineData("{A}\n\n# c\nkind: Namespace\n", "# c")]
    [InlineData("{A}\n{B}\n\n", null)]
    [InlineData("# c\n{A}\n---\n{B}\n", null)]
    [InlineData("---\n{A}\n---\n{B}\n", null)]
    public void What_stands_between_JSON_values_is_for_kubectl_of_today(string text, string? refused)
    {
        static string Object(string name) => "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"" + name + "\"}}";
        var file = Linter.Parse(new SourceText("a.json", text.Replace("{A}", Object("a"), StringComparison.Ordinal).Replace("{B}", Object("b"), StringComparison.Ordinal)));
        Assert.Equal(refused, file.Problems.SingleOrDefault()?.Span.Text);
        Assert.All(file.Problems, p => Assert.True(p.IsForOthers));
        Assert.NotEmpty(file.Objects);
    }

    // kubectl converts what has a mark, both documents of it.
    [Theory]
    [InlineData("FEFF", "\n", null)]
    [InlineData("FEFF", "", null)]
    [InlineData("FFFE", "\n", "Kubernetes' own reader cannot read little-endian UTF-16, which kubectl converts before; save the file as UTF-8")]
    [InlineData("FF", "\n", "kubectl cannot read UTF-16 without a byte order mark; save the file as UTF-8")]
    [InlineData("FE", "\n", "kubectl cannot read UTF-16 without a byte order mark; save the file as UTF-8")]
    public void UTF_16_is_read_and_judged_by_its_mark(string mark, string end, string? problem)
    {
        var text = "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: b}" + end;
        var encoding = mark.StartsWith("FE", StringComparison.Ordinal) ? Encoding.BigEndianUnicode : Encoding.Unicode;
        var file = Linter.Parse(SourceText.FromBytes("a.yaml", [.. mark.Length == 4 ? Convert.FromHexString(mark) : [], .. encoding.GetBytes(text)]));

        Assert.Equal(problem, file.Problems.SingleOrDefault()?.Message);
        Assert.Equal(problem is null || mark.Length < 4, file.Problems.All(p => !p.IsForOthers));
        Assert.Equal("a b", string.Join(" ", file.Objects.Select(o => o.Name)));
    }

    [Fact]
    public void Broken_bytes_cost_no_other_document()
    {
        byte[] bytes = [.. "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\na: "u8, 0xC3, .. "(\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n"u8];
        var file = Linter.Parse(SourceText.FromBytes("a.yaml", bytes));
        Assert.Equal(["a", "b"], file.Objects.Select(o => o.Name));
        Assert.Equal(5, Assert.Single(file.Problems).Span.StartPosition.Line);
    }
}
