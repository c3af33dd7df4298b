using CsCheck;
using SvcLint.Charts.Functions;
using SvcLint.Charts.Templates;
using SvcLint.Core.Tests.Fuzz;
using SvcLint.Text;
using static SvcLint.Charts.Tests.Charts.ChartRendering;

namespace SvcLint.Charts.Tests.Charts;

/// <summary>Whatever a stranger's chart holds, it ends in a rendering or in an error that says what is wrong.</summary>
public class ChartFuzzTests
{
    private static readonly string[] SetTokens = ["a", "b", ".", "[", "]", "0", "-1", "99999", "=", ",", "{", "}", "\\", "null", "true", "\"", " ", "é", "\udc80"];

    private static readonly string[] YamlTokens = ["a", "b", ": ", ":", "- ", "\n", "  ", "{", "}", "[", "]", ",", "'", "\"", "|", ">", "&x ", "*x", "<<", "!!binary ", "? ", "#", "1e999", ".inf", "~", "\t", "---\n", "%YAML 1.2\n", "\u0007"];

    private static readonly string[] RegexTokens = ["a", "b", "(", ")", "[", "]", "^", "$", "*", "+", "?", "{2,3}", "|", ".", "\\d", "\\b", "(?i)", "(?:", "-", "\\pL", "[:alpha:]", "(?P<n>", ">", "é"];

    [Fact]
    public void Set_arguments_never_crash() => Tokens(SetTokens).SampleSeeded(
        text =>
        {
            foreach (var kind in new[] { SetKind.Typed, SetKind.Text, SetKind.Json, SetKind.Literal })
            {
                Ends<ChartException>(() => SetParser.Assign(GoMap.New(), text, kind));
            }
        },
        iter: 5000);

    [Fact]
    public void Values_never_crash() => Tokens(YamlTokens).SampleSeeded(
        text => Ends<ChartException>(() => Render([("values.yaml", text), ("templates/t.yaml", "{{ toYaml .Values }}{{ toJson .Values }}{{ toToml .Values }}{{ toYamlPretty .Values }}")], "x: 1")),
        iter: 3000);

    [Fact]
    public void What_is_written_as_YAML_is_read_back_the_same() => Gen.String[0, 60].SampleSeeded(
        text =>
        {
            var map = GoMap.New();
            map.Set("v", new GoString(text.Replace("\uFFFD", "", StringComparison.Ordinal)));
            var json = Rendered("{{ toJson . }}", map);
            Assert.Equal(json, Rendered("{{ toJson (fromJson (toJson .)) }}", map));
            if (text.All(c => c is >= ' ' and <= '~' or '\n'))
            {
                Assert.Equal(json, Rendered("{{ toJson (fromYaml (toYaml .)) }}", map));
                Assert.Equal(json, Rendered("{{ toJson (fromYaml (toYamlPretty .)) }}", map));
                Assert.Equal(json, Rendered("{{ toJson (fromToml (toToml .)) }}", map));
            }
        },
        iter: 2000);

    [Fact]
    public void Expressions_never_crash_nor_hang() => Tokens(RegexTokens).SampleSeeded(
        text => Ends<TemplateException>(() => Rendered("""{{ regexFindAll .e "aabb ab éa 12" -1 }}{{ regexReplaceAll .e "aab" "$1${n}" }}""", Map("e", text))),
        iter: 3000);

    [Fact]
    public void An_expression_that_repeats_itself_costs_no_more_than_its_length() => Rendered("""{{ regexMatch .e .t }}""", Map("e", "(a*)*(a|aa)+$", ("t", new string('a', 5000) + "b")));

    [Fact]
    public void Archives_never_crash()
    {
        var archive = Archive(("db/Chart.yaml", "apiVersion: v2\nname: db\nversion: 0.1.0\n"), ("db/templates/t.yaml", "x"));
        Gen.Int[0, archive.Length - 1].Array[1, 6].SampleSeeded(
            places =>
            {
                var broken = (byte[])archive.Clone();
                foreach (var place in places)
                {
                    broken[place] ^= 0x55;
                }

                Ends<ChartException>(() => new ChartLoader(3, []).LoadArchive(broken, "db.tgz"));
            },
            iter: 1000);
    }

    [Fact]
    public void A_template_that_never_ends_is_stopped() =>
        Assert.Contains("steps", Assert.Throws<TemplateException>(() => Template("{{ range until 9000 }}{{ range until 9000 }}{{ end }}{{ end }}")).Message, StringComparison.Ordinal);

    private static Gen<string> Tokens(string[] tokens) => Gen.Int[0, tokens.Length - 1].Array[0, 14].Select(chosen => string.Concat(chosen.Select(i => tokens[i])));

    private static void Ends<T>(Action run)
        where T : Exception
    {
        try
        {
            run();
        }
        catch (Exception exception) when (exception is T or TemplateException)
        {
            Assert.NotEqual("", exception.Message);
        }
    }

    private static GoMap Map(string key, string text, params (string Key, string Text)[] more)
    {
        var map = GoMap.New();
        foreach (var (name, value) in more.Prepend((key, text)))
        {
            map.Set(name, GoString.Of(value));
        }

        return map;
    }

    private static string Rendered(string template, GoMap data)
    {
        var renderer = new Renderer(HelmFunctions.Table(3), new Execution(new RenderSettings()));
        renderer.Parse(TemplateText.OfFile("t", new SourceText("t", template)));
        return renderer.Render("t", data).Value;
    }
}
