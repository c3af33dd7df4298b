using SvcLint.Yaml;

namespace SvcLint.Core.Tests.Yaml;

/// <summary>Scalars as the API server's reader resolves them; measured on 1.27 and 1.34.</summary>
public sealed class ScalarResolverTests
{
    [Theory]
    [InlineData("80", 80L)]
    [InlineData("080", 80L)]
    [InlineData("010", 8L)]
    [InlineData("0o17", 15L)]
    [InlineData("0x50", 80L)]
    [InlineData("0b101", 5L)]
    [InlineData("8_080", 8080L)]
    [InlineData("1e3", 1000L)]
    [InlineData("80.0", 80L)]
    [InlineData(".8e2", 80L)]
    [InlineData("+80", 80L)]
    [InlineData("-1", -1L)]
    [InlineData("1_0.0", 10L)]
    [InlineData("2147483648", 2147483648L)]
    [InlineData("80.5", null)]
    [InlineData("190:20", null)]
    [InlineData("true", null)]
    [InlineData("", null)]
    [InlineData("99999999999999999999", null)]
    public void Reads_numbers(string text, long? expected) => Assert.Equal(expected, ScalarResolver.ResolvePlain(text).Int);

    [Theory]
    [InlineData("y")]
    [InlineData("n")]
    [InlineData("yes")]
    [InlineData("No")]
    [InlineData("on")]
    [InlineData("OFF")]
    [InlineData("true")]
    [InlineData("False")]
    public void Every_boolean_of_YAML_1_1_is_one(string text) => Assert.Equal(ScalarKind.Bool, ScalarResolver.ResolvePlain(text).Kind);

    [Theory]
    [InlineData("yEs")]
    [InlineData("2024-01-01")]
    [InlineData("12:30:45")]
    [InlineData("190:20")]
    [InlineData("1.2.3")]
    [InlineData("0x")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1e")]
    [InlineData("123e456")]
    [InlineData("-1e309")]
    [InlineData(".5e400")]
    [InlineData("v1")]
    public void Everything_else_is_a_string(string text) => Assert.Equal(ScalarKind.String, ScalarResolver.ResolvePlain(text).Kind);

    [Theory]
    [InlineData(".inf")]
    [InlineData("-.INF")]
    [InlineData(".NaN")]
    [InlineData("99999999999999999999")]
    [InlineData("1.5")]
    [InlineData("1e308")]
    [InlineData("1e-400")]
    public void Floats(string text) => Assert.Equal(ScalarKind.Float, ScalarResolver.ResolvePlain(text).Kind);

    [Theory]
    [InlineData("")]
    [InlineData("~")]
    [InlineData("null")]
    [InlineData("Null")]
    public void Nulls(string text) => Assert.Equal(ScalarKind.Null, ScalarResolver.ResolvePlain(text).Kind);

    [Theory]
    [InlineData("a: \"80\"", ScalarKind.String)]
    [InlineData("a: '80'", ScalarKind.String)]
    [InlineData("a: !!str 80", ScalarKind.String)]
    [InlineData("a: !!int \"7\"", ScalarKind.Int)]
    [InlineData("a: |\n  80", ScalarKind.String)]
    [InlineData("a: 80", ScalarKind.Int)]
    public void Quotes_and_tags_count(string yaml, ScalarKind expected) =>
        Assert.Equal(expected, ((YamlScalar)Parse.Mapping(yaml)["a"]!).Resolve().Kind);
}
