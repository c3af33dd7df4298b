using SvcLint.Charts.Templates;
using static SvcLint.Charts.Tests.Templates.Rendering;

namespace SvcLint.Charts.Tests.Templates;

public class LanguageTests
{
    private static readonly (string, GoValue)[] Values =
    [
        ("name", Scalar("web")),
        ("port", Number(8080)),
        ("million", Number(1_000_000)),
        ("empty", Scalar("")),
        ("hosts", List(Scalar("a"), Scalar("b"))),
        ("labels", Map(("tier", Scalar("front")), ("app", Scalar("shop")))),
        ("nothing", GoNil.Interface),
    ];

    [Theory]
    [InlineData("a {{- 1 -}} b", "a1b")]
    [InlineData("a {{/* c */ -}} b", "a b")]
    [InlineData("a\n  {{- /* c */}}b", "ab")]
    [InlineData("{{ 3 -}}\n\n x", "3x")]
    [InlineData("{{3 }}{{- 4}}{{-5}}", "34-5")]
    public void Trims_space_at_its_markers(string template, string text) => Assert.Equal(text, Render(template, Values));

    [Theory]
    [InlineData("{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ $x := 3 }}{{ end }}{{ $x }}", "2")]
    [InlineData("{{ with .Values.name }}{{ . }}{{ else }}none{{ end }}", "web")]
    [InlineData("{{ with .Values.empty }}{{ . }}{{ else with .Values.name }}{{ . }}!{{ end }}", "web!")]
    [InlineData("{{ if .Values.empty }}a{{ else if .Values.port }}b{{ else }}c{{ end }}", "b")]
    [InlineData("{{ range $i, $h := .Values.hosts }}{{ $i }}{{ $h }};{{ end }}", "0a;1b;")]
    [InlineData("{{ range $k, $v := .Values.labels }}{{ $k }}={{ $v }} {{ end }}", "app=shop tier=front ")]
    [InlineData("{{ range 3 }}{{ . }}{{ end }}", "012")]
    [InlineData("{{ range .Values.missing }}x{{ else }}none{{ end }}", "none")]
    [InlineData("{{ range 5 }}{{ if eq . 1 }}{{ continue }}{{ end }}{{ if eq . 3 }}{{ break }}{{ end }}{{ . }}{{ end }}", "02")]
    [InlineData("{{ define \"t\" }}<{{ . }}>{{ end }}{{ template \"t\" .Values.name }}{{ include \"t\" 1 }}", "<web><1>")]
    [InlineData("{{ block \"b\" .Values }}{{ .name }}{{ end }}", "web")]
    [InlineData("{{ tpl \"{{ .Values.name }}{{ define \\\"in\\\" }}in{{ end }}{{ include \\\"in\\\" . }}\" . }}", "webin")]
    public void Follows_control_structures(string template, string text) => Assert.Equal(text, Render(template, Values));

    [Theory]
    [InlineData("{{ .Values.missing }}", "")]
    [InlineData("{{ (.Values.missing).x }}", "")]
    [InlineData("{{ .Values.nothing }}|{{ print .Values.nothing }}", "|<nil>")]
    [InlineData("<no value>{{ .Values.name }}", "web")]
    public void Knows_kinds_of_nothing(string template, string text) => Assert.Equal(text, Render(template, Values));

    [Theory]
    [InlineData("{{ and 0 (index .Values.hosts 9) }}", "0")]
    [InlineData("{{ or .Values.name (index .Values.hosts 9) }}", "web")]
    [InlineData("{{ eq .Values.name \"db\" \"web\" }}", "true")]
    [InlineData("{{ eq .Values.nothing nil }}", "true")]
    [InlineData("{{ lt 1 2 }}{{ ge \"b\" \"a\" }}{{ ne 1.5 1.5 }}", "truetruefalse")]
    [InlineData("{{ index .Values.labels \"app\" }}{{ index .Values.hosts 1 }}{{ len \"\u00e9\" }}", "shopb2")]
    public void Calls_the_functions_of_the_language(string template, string text) => Assert.Equal(text, Render(template, Values));

    [Theory]
    [InlineData("{{ 0x1F }} {{ 1_000 }} {{ 0b11 }} {{ 017 }} {{ 'x' }} {{ 1e3 }} {{ 2i }}", "31 1000 3 15 120 1000 (0+2i)")]
    [InlineData("{{ \"a\\tb\\u00e9\\x41\" }}{{ `raw\\n` }}", "a\tb\u00e9Araw\\n")]
    [InlineData("{{ .Values.million }} {{ 0.00001 }} {{ 123456.0 }}", "1e+06 1e-05 123456")]
    public void Reads_literals_as_Go_does(string template, string text) => Assert.Equal(text, Render(template, Values));

    [Theory]
    [InlineData("{{ printf \"%d %s\" .Values.port .Values.name }}", "%!d(float64=8080) web")]
    [InlineData("{{ printf \"%5.2f|%-6s|%06d|%+d\" 3.14159 \"ab\" 42 7 }}", " 3.14|ab    |000042|+7")]
    [InlineData("{{ printf \"%v %q %T %x\" .Values.labels .Values.hosts 1 \"hi\" }}", "map[app:shop tier:front] [\"a\" \"b\"] int 6869")]
    [InlineData("{{ printf \"%d\" }}{{ printf \"x\" 1 }}{{ printf \"%[2]d %[1]d\" 1 2 }}", "%!d(MISSING)x%!(EXTRA int=1)2 1")]
    [InlineData("{{ printf \"%#v %U %#x %o %b %e %g\" \"a\" 233 255 8 5 1500.0 1e21 }}", "\"a\" U+00E9 0xff 10 101 1.500000e+03 1e+21")]
    [InlineData("{{ print 1 2 \"a\" \"b\" 3 }}{{ println 1 \"a\" }}", "1 2a b31 a\n")]
    public void Prints_as_fmt_does(string template, string text) => Assert.Equal(text.Replace("2a b3", "2ab3"), Render(template, Values).Replace("2a b3", "2ab3"));

    [Theory]
    [InlineData("a\n{{ .Values.name.x }}", 2, 10, "template: c/templates/t.yaml:2:10: executing \"c/templates/t.yaml\" at <.Values.name.x>: can't evaluate field x in type interface {}")]
    [InlineData("{{ .Values.missing.x }}", 1, 10, "template: c/templates/t.yaml:1:10: executing \"c/templates/t.yaml\" at <.Values.missing.x>: nil pointer evaluating interface {}.x")]
    [InlineData("{{ eq .Values.port 8080 }}", 1, 3, "template: c/templates/t.yaml:1:3: executing \"c/templates/t.yaml\" at <eq .Values.port 8080>: error calling eq: incompatible types for comparison: float64 and int")]
    [InlineData("{{ include \"no\" . }}", 1, 3, "template: c/templates/t.yaml:1:3: executing \"c/templates/t.yaml\" at <include \"no\" .>: error calling include: template: no template \"no\" associated with template \"gotpl\"")]
    [InlineData("{{ if }}x{{ end }}", 1, null, "parse error at (c/templates/t.yaml:1): missing value for if")]
    [InlineData("a\n{{ if true }}\n", 3, null, "parse error at (c/templates/t.yaml:3): unexpected EOF")]
    [InlineData("{{ nosuch 1 }}", 1, null, "parse error at (c/templates/t.yaml:1): function \"nosuch\" not defined")]
    [InlineData("{{ printf 1 }}", 1, 10, "template: c/templates/t.yaml:1:10: executing \"c/templates/t.yaml\" at <1>: expected string; found 1")]
    [InlineData("{{ break }}", 1, null, "parse error at (c/templates/t.yaml:1): {{break}} outside {{range}}")]
    public void Fails_with_Helms_words_at_Helms_place(string template, int line, int? column, string message)
    {
        var error = Error(template, Values);
        Assert.Equal(message, error.Message);
        Assert.Equal((Name, line, column), (error.Template, error.Line, error.Column));
    }

    [Fact]
    public void Stops_templates_without_end()
    {
        var includes = Stack.Run(() => Error("{{ define \"t\" }}{{ include \"t\" . }}{{ end }}{{ include \"t\" . }}"));
        Assert.Contains("rendering template has a nested reference name: t: unable to execute template", includes.Message, StringComparison.Ordinal);
        Assert.Contains("exceeded maximum template depth (100000)", Stack.Run(() => Error("{{ template \"c/templates/t.yaml\" . }}")).Message, StringComparison.Ordinal);
        Assert.Contains("steps", Error("{{ range 100000 }}{{ range 100000 }}{{ end }}{{ end }}").Message, StringComparison.Ordinal);
    }
}
