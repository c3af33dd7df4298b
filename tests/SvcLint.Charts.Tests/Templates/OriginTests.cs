using SvcLint.Charts.Functions;
using SvcLint.Charts.Templates;
using SvcLint.Text;
using static SvcLint.Charts.Tests.Templates.Rendering;

namespace SvcLint.Charts.Tests.Templates;

public class OriginTests
{
    [Fact]
    public void A_scalar_that_flows_unchanged_keeps_its_line()
    {
        var text = RenderPieces("name: {{ .Values.name }}\n", ("name", Scalar("web", 3)));
        var pieces = text.Pieces;
        Assert.Equal([OriginKind.Text, OriginKind.Copy, OriginKind.Text], pieces.Select(p => p.Origin.Kind));
        Assert.Equal("key3", Assert.Single(pieces[1].Origin.Values).Key);
        Assert.Equal(6, pieces[1].Site!.Offset);
        Assert.Equal("templates/t.yaml", pieces[0].Origin.Template!.Source!.Path);
    }

    [Fact]
    public void The_innermost_action_wrote_it_and_the_outermost_shows_it()
    {
        var text = RenderPieces("{{ define \"n\" }}{{ .Values.name }}{{ end }}-{{ include \"n\" . }}", ("name", Scalar("web")));
        var piece = text.Pieces[^1];
        Assert.Equal(16, piece.Origin.Action!.Offset);
        Assert.Equal(44, piece.Site!.Offset);
    }

    [Fact]
    public void What_a_function_makes_is_computed_of_its_arguments()
    {
        var text = RenderPieces("{{ printf \"%s-%s\" .Values.a .Values.b }}", ("a", Scalar("x", 1)), ("b", Scalar("y", 2)));
        var piece = Assert.Single(text.Pieces);
        Assert.Equal(OriginKind.Computed, piece.Origin.Kind);
        Assert.Equal(["key1", "key2"], piece.Origin.Values.Select(v => v.Key));
    }

    [Fact]
    public void A_literal_that_wins_has_no_values()
    {
        var piece = Assert.Single(RenderPieces("{{ or .Values.a \"x\" }}", ("a", Scalar("", 1))).Pieces);
        Assert.Equal(OriginKind.Text, piece.Origin.Kind);
        Assert.Empty(piece.Origin.Values);
    }

    [Fact]
    public void Text_that_tpl_evaluates_stays_that_of_the_values()
    {
        var text = RenderPieces("{{ tpl .Values.a . }}", ("a", Scalar("x-{{ .Values.b }}", 4)), ("b", Scalar("y", 5)));
        Assert.Equal("x-y", text.Value);
        Assert.Equal(["key4", "key5"], text.Pieces.Select(p => Assert.Single(p.Origin.Values).Key));
    }

    [Fact]
    public void A_part_of_a_text_keeps_the_origins_of_that_part()
    {
        var text = RenderPieces("ab{{ .Values.a }}cd", ("a", Scalar("xyz")));
        var part = text.Substring(1, 5);
        Assert.Equal("bxyzc", part.Value);
        Assert.Equal([1, 4, 5], part.Pieces.Select(p => p.End));
        // Offset in the template: offset in this text plus the shift.
        Assert.Equal(1, part.Pieces[0].Shift);
        Assert.Equal(17, part.Pieces[2].Shift + 4);
    }

    [Fact]
    public void Blanks_that_no_value_brought_are_notation()
    {
        var renderer = new Renderer(HelmFunctions.Table(3), new Execution(new RenderSettings()));
        renderer.Parse(TemplateText.OfFile(Name, new SourceText("templates/t.yaml", "{{ toYaml .Values.a | indent 2 | trim }}")));
        var block = renderer.Render(Name, Data(("a", Scalar("x\ny\n", 1))));
        Assert.Equal("|\n    x\n    y", block.Value);
        Assert.Equal(OriginKind.Copy, block.Pieces[0].Origin.Kind);
        Assert.DoesNotContain(block.Pieces, p => p.Origin.Kind == OriginKind.Computed);
    }

    [Fact]
    public void A_text_that_grows_for_ever_keeps_its_origins_within_the_stack()
    {
        var text = RenderPieces(
            "{{ define \"n\" }}{{ . }}x{{ end }}{{ $v := .Values.a }}{{ range .Values.many }}{{ $v = include \"n\" $v }}{{ end }}{{ $v }}",
            ("a", Scalar("v", 2)),
            ("many", List([.. Enumerable.Range(0, 3000).Select(_ => Scalar("i"))])));
        Assert.Equal(3001, text.Value.Length);
        Assert.Contains(text.Pieces, p => p.Origin.Values.Any(v => v.Key == "key2"));
    }
}
