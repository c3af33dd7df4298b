using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Core.Tests.Yaml;

public sealed class YamlReaderTests
{
    [Theory]
    [InlineData("key: value # note\n", "value")]
    [InlineData("key: 'it''s'\n", "'it''s'")]
    [InlineData("key: \"a\\tb\"   \n", "\"a\\tb\"")]
    [InlineData("key: two words  \n\n\nnext: 1\n", "two words")]
    [InlineData("key: wrapped\n  over lines\nnext: 1\n", "wrapped\n  over lines")]
    [InlineData("key: &anchor value\n", "value")]
    [InlineData("key: !!str 12\n", "12")]
    [InlineData("key: &a !!str 12\n", "12")]
    [InlineData("key: |\n  one\n  two\n\n# comment\nnext: 1\n", "|\n  one\n  two")]
    [InlineData("key: |-\n  one\n  # part of the text\nnext: 1\n", "|-\n  one\n  # part of the text")]
    [InlineData("key: [a, b] # note\n", "[a, b]")]
    [InlineData("key: {a: 1}\n", "{a: 1}")]
    [InlineData("key:\n  - a\n  - b   # note\nnext: 1\n", "- a\n  - b")]
    [InlineData("key:\n  a: 1\n  b:\n    c: 2\n\n\nnext: 1\n", "a: 1\n  b:\n    c: 2")]
    [InlineData("key:\r\n  a: 1\r\nnext: 1\r\n", "a: 1")]
    [InlineData("key:\nnext: 1\n", "")]
    [InlineData("key: \U0001F600x\n", "\U0001F600x")]
    public void Spans_are_exact(string yaml, string expected) => Assert.Equal(expected, Parse.Mapping(yaml)["key"]!.Span.Text);

    [Fact]
    public void Keys_have_spans_of_their_own()
    {
        var entry = Assert.Single(Parse.Mapping("  \"a b\" : 1\n").Entries);
        Assert.Equal("\"a b\"", entry.Key.Span.Text);
        Assert.Equal("\"a b\" : 1", entry.Span.Text);
    }

    [Theory]
    [InlineData("a: |\n    \n    x: 1\nb: 2\n", "\nx: 1\n")]
    [InlineData("a: |-\n  \n\n    \n    x\n    y\nb: 2\n", "\n\n\nx\ny")]
    [InlineData("a: |\r\n    \r\n    x\r\nb: 2\r\n", "\nx\n")]
    [InlineData("a: >+\n  \n  x\nb: 2\n", "\nx\n")]
    public void Empty_lines_at_the_head_of_a_block_scalar_may_hold_blanks(string text, string value)
    {
        var mapping = Parse.Mapping(text);
        var scalar = (YamlScalar)mapping["a"]!;
        Assert.Equal(value, scalar.Value);
        Assert.Equal("2", mapping["b"]!.Span.Text);
        Assert.Equal(3, scalar.Span.Start);
    }

    [Fact]
    public void Blanks_beyond_the_content_at_the_head_of_a_block_scalar_say_its_indentation()
    {
        Assert.NotNull(Parse.Document("a: |\n      \n    x: 1\nb: 2\n").Problem);
        Assert.Equal("", ((YamlScalar)Parse.Mapping("a: |\n      \nb: 2\n")["a"]!).Value);
    }

    [Fact]
    public void Places_in_text_that_starts_with_blanks_are_those_of_the_file()
    {
        var scalar = (YamlScalar)Parse.Mapping("a: |\n    \n    x: yes\n")["a"]!;
        var inner = (YamlMapping)YamlReader.Read(YamlReader.Embedded(scalar)).Root!;
        Assert.Equal(3, inner["x"]!.Span.StartPosition.Line);
        Assert.Equal("yes", inner["x"]!.Span.Text);
    }

    [Fact]
    public void Duplicate_keys_are_kept_and_the_last_one_counts()
    {
        var mapping = Parse.Mapping("a: 1\nb: 2\na: 3\n");
        Assert.Equal(3, mapping.Entries.Count);
        Assert.Equal("3", ((YamlScalar)mapping["a"]!).Value);
    }

    [Fact]
    public void An_alias_carries_its_own_span_and_its_children_the_anchors()
    {
        var mapping = Parse.Mapping("base: &b\n  app: web\ncopy: *b\n");
        var copy = Assert.IsType<YamlMapping>(mapping["copy"]);
        Assert.Equal("*b", copy.Span.Text);
        Assert.Equal(2, copy["app"]!.Span.StartPosition.Line);
    }

    [Fact]
    public void A_merge_key_works_where_it_stands()
    {
        var mapping = Parse.Mapping("base: &b {x: 1, y: 2}\nafter:\n  x: 5\n  <<: *b\nbefore:\n  <<: *b\n  x: 5\n");
        Assert.Equal("1", ((YamlScalar)((YamlMapping)mapping["after"]!)["x"]!).Value);
        Assert.Equal("5", ((YamlScalar)((YamlMapping)mapping["before"]!)["x"]!).Value);
    }

    [Theory]
    [InlineData("yes: 1", "true")]
    [InlineData("0o17: 1", "15")]
    [InlineData("1.10: 1", "1.1")]
    [InlineData("1e7: 1", "1e+07")]
    [InlineData("0.00001: 1", "1e-05")]
    [InlineData("'yes': 1", "yes")]
    [InlineData("2001-01-01: 1", "2001-01-01")]
    [InlineData(".nan: 1", ".nan")]
    public void Keys_are_strings(string yaml, string name) => Assert.Equal(name, Parse.Mapping(yaml).Entries[0].Name);

    [Theory]
    [InlineData("a: &a.b 1\n")]
    [InlineData("a: {{x}}\n")]
    [InlineData("~: 1\n")]
    [InlineData("a: .inf\n")]
    [InlineData("a: !!int x\n")]
    [InlineData("%YAML 1.2\n---\na: 1\n")]
    [InlineData("a: \"\\/\"\n")]
    public void What_only_Kubernetes_refuses_says_so(string yaml) => Assert.True(Parse.Document(yaml).Problem!.IsDialect);

    [Fact]
    public void Aliases_count_for_the_depth()
    {
        var yaml = "a0: &a0 [x]\n" + string.Concat(Enumerable.Range(1, 300).Select(i => $"a{i}: &a{i} [*a{i - 1}]\n"));
        Assert.Contains("levels deep", Parse.Document(yaml).Problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Merge_keys_fill_in_what_is_not_written()
    {
        var mapping = Parse.Mapping("base: &b {p: 1, q: 2}\nother: &o {r: 3, p: 9}\nall:\n  <<: [*b, *o]\n  q: 5\n");
        var all = Assert.IsType<YamlMapping>(mapping["all"]);
        Assert.Equal(["q", "p", "r"], all.Entries.Select(e => e.Name));
        Assert.Equal("5", ((YamlScalar)all["q"]!).Value);
        Assert.Equal("1", ((YamlScalar)all["p"]!).Value);
        Assert.True(all.TryGet("p", out var p) && p.Merged);
    }

    [Theory]
    [InlineData("a: *nowhere\n", 1, "no anchor")]
    [InlineData("a: &x\n  b: *x\n", 2, "inside its own anchor")]
    [InlineData("a: 1\n b: 2\n", 2, "")]
    [InlineData("a: 1\n\tb: 2\n", 2, "tab")]
    [InlineData("a:\n  b: [1, 2\nc: 3\n", 2, "")]
    [InlineData("a: 'open\n", 1, "")]
    [InlineData("a: @reserved\n", 1, "")]
    public void A_fault_names_its_line(string yaml, int line, string message)
    {
        var problem = Parse.Document(yaml).Problem;
        Assert.NotNull(problem);
        Assert.Equal(line, problem.Span.StartPosition.Line);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_is_capped()
    {
        var problem = Parse.Document(new string('[', 100_000)).Problem;
        Assert.Contains("levels deep", problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_alias_bomb_is_refused()
    {
        var yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 30).Select(i => $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}]\n"));
        Assert.Contains("aliases expand", Parse.Document(yaml).Problem!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n")]
    [InlineData("---\n...\n")]
    [InlineData("null\n")]
    public void Empty_documents_have_no_root(string yaml) => Assert.True(Parse.Document(yaml) is { Problem: null, Root: null or YamlScalar { Value: "null" } });

    [Fact]
    public void JSON_is_read_with_tabs_too()
    {
        var mapping = Parse.Mapping("{\n\t\"kind\": \"Service\",\n\t\"spec\": {\"ports\": [{\"port\": 80}]}\n}\n");
        Assert.Equal("\"Service\"", mapping["kind"]!.Span.Text);
    }

    [Fact]
    public void A_text_inside_a_block_scalar_maps_back_to_the_file()
    {
        const string Yaml = "data:\n  config.conf: |\n    mode: ipvs\n\n    ipvs:\n      scheduler: rr\n";
        var scalar = (YamlScalar)((YamlMapping)Parse.Mapping(Yaml)["data"]!)["config.conf"]!;
        var inner = YamlReader.Read(YamlReader.Embedded(scalar));
        var scheduler = ((YamlMapping)((YamlMapping)inner.Root!)["ipvs"]!)["scheduler"]!;
        Assert.Equal("rr", scheduler.Span.Text);
        Assert.Equal(new LinePosition(6, 18), scheduler.Span.StartPosition);
    }
}
