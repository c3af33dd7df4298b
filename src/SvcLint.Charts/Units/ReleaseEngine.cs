using SvcLint.Charts.Functions;
using SvcLint.Charts.Templates;
using SvcLint.Cluster;
using SvcLint.Cluster.Applications;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Charts.Units;

/// <summary>Renders what applications name: charts of the repository, and texts that are templates. Nothing of the engine is loaded before it is asked.</summary>
/// <param name="charts">The charts among the input; asked when the first one is named.</param>
public sealed class ReleaseEngine(Func<ChartInput> charts) : IReleaseEngine
{
    private const string Name = "template";
    private const int MostSteps = 200_000;

    private ChartInput? _charts;

    public RenderedUnit Render(ReleaseRequest request) => Stack.Run(() => ChartUnits.Render(_charts ??= charts(), request))!;

    public (string? Text, string? Problem) Expand(string text, YamlMapping data, bool missingKeyIsError, Func<string, string?>? readFile)
    {
        try
        {
            var functions = readFile is null ? ApplicationSetFunctions.Table : HelmfileFunctions.Table(readFile);
            return (Run(new TemplateText(Name, GoString.Of(text), null), ValuesFile.Of(data), isStrict: true, functions).Value, null);
        }
        catch (Exception error) when (error is TemplateException or ChartException)
        {
            // Where a template tests for what it lacks, nothing is wrong; else the cluster's own would write "<no value>".
            return missingKeyIsError || !Tests(text) ? (null, Short(error.Message)) : Lenient(text, data);
        }
    }

    public (RenderedManifest? Manifest, string? Problem) Expand(SourceText file, YamlMapping data, Func<string, string?> readFile)
    {
        try
        {
            return (RenderedTemplate.Read(file.Path, Run(TemplateText.OfFile(file.Path, file), ValuesFile.Of(data), isStrict: true, HelmfileFunctions.Table(readFile))), null);
        }
        catch (Exception error) when (error is TemplateException or ChartException)
        {
            return (null, Short(error.Message));
        }
    }

    private static (string?, string?) Lenient(string text, YamlMapping data)
    {
        try
        {
            return (Run(new TemplateText(Name, GoString.Of(text), null), ValuesFile.Of(data), isStrict: false, ApplicationSetFunctions.Table).Value, null);
        }
        catch (Exception error) when (error is TemplateException or ChartException)
        {
            return (null, Short(error.Message));
        }
    }

    private static bool Tests(string text) => text.IndexOf("default", StringComparison.Ordinal) >= 0 || text.IndexOf("if ", StringComparison.Ordinal) >= 0 || text.IndexOf("with ", StringComparison.Ordinal) >= 0;

    private static GoString Run(TemplateText text, GoMap data, bool isStrict, FunctionTable functions)
    {
        var renderer = new Renderer(functions, new Execution(new RenderSettings { MaxSteps = MostSteps, MaxOutput = 4 << 20, IsStrict = isStrict }));
        renderer.Parse(text);
        return renderer.Render(text.Name, data);
    }

    private static string Short(string message)
    {
        const int Longest = 100;
        var line = message.Replace('\r', ' ').Replace('\n', ' ').Trim().TrimEnd('.');
        line = line[(line.LastIndexOf(">: ", StringComparison.Ordinal) is >= 0 and var at ? at + 3 : 0)..];
        return line.Length <= Longest ? line : line[..Longest] + "…";
    }
}
