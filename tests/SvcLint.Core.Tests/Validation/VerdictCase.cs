using System.Text.Json;
using SvcLint.Config;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Validation;
using SvcLint.Yaml;

namespace SvcLint.Core.Tests.Validation;

/// <summary>A manifest and what real servers of several versions say of it.</summary>
internal sealed record VerdictCase(string Name, string Kind, string What, string Text, IReadOnlyDictionary<string, JsonElement> Verdicts)
{
    public static IEnumerable<VerdictCase> Load(string folder)
    {
        foreach (var line in File.ReadLines(Path.Combine(folder, "cases.jsonl")))
        {
            var entry = JsonDocument.Parse(line).RootElement;
            var name = entry.GetProperty("case").GetString()!;
            var kind = entry.GetProperty("kind").GetString()!;
            yield return new VerdictCase(
                name,
                kind,
                entry.TryGetProperty("what", out var what) ? what.GetString()! : "",
                File.ReadAllText(Path.Combine(folder, kind, name + ".yaml")),
                entry.GetProperty("verdicts").EnumerateObject().ToDictionary(v => v.Name, v => v.Value));
        }
    }

    /// <summary>What svclint says of it.</summary>
    public Verdict Ask(string versionText)
    {
        Assert.True(KubernetesVersion.TryParse(versionText, out var version));
        var root = (YamlMapping)YamlReader.Read(TextSlice.Whole(new SourceText(Name + ".yaml", Text))).Root!;
        if (ManifestReader.Read(root) is not [var item] || !ApiValidation.Covers(item))
        {
            return new Verdict([], [], [], [], IsKnown: false);
        }

        var decode = StrictDecoder.Decode(root, item.ApiVersion.Value, item.Kind.Value, version);
        var isReadable = !decode.Any(e => e.IsFatal);
        return new Verdict(
            decode,
            isReadable ? ApiValidation.Validate(item, version) : [],
            isReadable && item is Service service ? ApiValidation.Allocate(service, version, ClusterFacts.DefaultNodePortRange, []) : [],
            ApiValidation.Warnings(item, version),
            IsKnown: true);
    }
}

internal sealed record Verdict(
    IReadOnlyList<DecodeError> Decode, IReadOnlyList<ApiError> Errors, IReadOnlyList<ApiError> Allocation, IReadOnlyList<ApiWarning> Warnings, bool IsKnown)
{
    /// <summary>kube-proxy reads leniently: only what it cannot read at all stops it.</summary>
    public bool IsAccepted(string kind) =>
        IsKnown && Errors.Count == 0 && !Decode.Any(e => e.IsFatal || kind != "KubeProxyConfiguration");
}
