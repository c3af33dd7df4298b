using SvcLint.Charts.Templates;
using SvcLint.Text;

namespace SvcLint.Charts.Tests.Templates;

/// <summary>Renders one template with values, without a chart.</summary>
internal static class Rendering
{
    public const string Name = "c/templates/t.yaml";

    private static readonly FunctionTable NoOthers = new();

    public static string Render(string template, params (string Key, GoValue Value)[] values) => RenderPieces(template, values).Value;

    public static GoString RenderPieces(string template, params (string Key, GoValue Value)[] values)
    {
        var renderer = new Renderer(NoOthers, new Execution(new RenderSettings()));
        renderer.Parse(TemplateText.OfFile(Name, new SourceText("templates/t.yaml", template)));
        return renderer.Render(Name, Data(values));
    }

    public static TemplateException Error(string template, params (string Key, GoValue Value)[] values) => Assert.Throws<TemplateException>(() => Render(template, values));

    public static GoMap Data(params (string Key, GoValue Value)[] values)
    {
        var map = Map(values);
        return Map(("Values", map));
    }

    public static GoMap Map(params (string Key, GoValue Value)[] entries)
    {
        var map = new GoMap(GoType.Map, origin: Origin.Literal);
        foreach (var (key, value) in entries)
        {
            map.Set(key, value);
        }

        return map;
    }

    public static GoList List(params GoValue[] items) => new(GoType.List, items, origin: Origin.Literal);

    /// <summary>A string of a values file, which stands at this line.</summary>
    public static GoString Scalar(string text, int line = 1) => new(text, Origin.Of(Source(line)));

    public static GoFloat Number(double number, int line = 1) => new(number, Origin.Of(Source(line)));

    private static ValueSource Source(int line)
    {
        var file = new SourceText("values.yaml", string.Concat(Enumerable.Repeat("x\n", 20)));
        return new ValueSource("values.yaml", "key" + line, file.Span((line - 1) * 2, ((line - 1) * 2) + 1), null);
    }
}
