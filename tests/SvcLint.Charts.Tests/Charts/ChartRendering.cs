using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using SvcLint.Charts.Templates;
using SvcLint.Text;

namespace SvcLint.Charts.Tests.Charts;

/// <summary>Renders charts that stand in a test.</summary>
internal static class ChartRendering
{
    public const string Metadata = "apiVersion: v2\nname: shop\nversion: 1.2.3\nappVersion: \"4.5\"\n";

    private static readonly RenderSettings Fixed = new() { Now = DateTimeOffset.UnixEpoch };

    public static IReadOnlyDictionary<string, GoString> Render(IReadOnlyList<(string Name, string Text)> files, string values = "", List<string>? warnings = null, int helm = 3, ReleaseOptions? release = null)
    {
        warnings ??= [];
        var chart = new ChartLoader(helm, warnings).Load([.. WithMetadata(files).Select(file => File(file.Name, file.Text))]);
        return ChartRenderer.Render(chart, Values(values), release ?? new ReleaseOptions { Name = "rel", Namespace = "ns" }, Fixed with { Helm = helm }, warnings).Templates;
    }

    /// <summary>What one template of the chart shop renders to.</summary>
    public static string Template(string template, string values = "", string defaults = "", int helm = 3) =>
        Render([("templates/t.yaml", template), ("values.yaml", defaults)], values, helm: helm)["shop/templates/t.yaml"].Value;

    public static GoMap Values(string text)
    {
        var values = GoMap.New();
        ValuesFile.Merge(values, ValuesFile.ReadUser(new SourceText("my-values.yaml", text), 3));
        return values;
    }

    public static ChartFile File(string name, string text) => new(name, Encoding.UTF8.GetBytes(text), name);

    public static byte[] Archive(params (string Name, string Text)[] files)
    {
        var memory = new MemoryStream();
        using (var zipped = new GZipStream(memory, CompressionMode.Compress, leaveOpen: true))
        using (var tar = new TarWriter(zipped, TarEntryFormat.Pax))
        {
            foreach (var (name, text) in files)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
            }
        }

        return memory.ToArray();
    }

    private static IEnumerable<(string Name, string Text)> WithMetadata(IReadOnlyList<(string Name, string Text)> files) =>
        files.Any(file => file.Name == "Chart.yaml") ? files : [.. files, ("Chart.yaml", Metadata)];
}
