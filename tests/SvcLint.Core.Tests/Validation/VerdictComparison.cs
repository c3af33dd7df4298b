using System.Text.Json;
using SvcLint.Validation;

namespace SvcLint.Core.Tests.Validation;

/// <summary>Compares svclint's verdicts with real ones, as the measured cases define it.</summary>
internal sealed class VerdictComparison
{
    public int Verdicts { get; private set; }

    public List<string> Acceptance { get; } = [];

    public List<string> Errors { get; } = [];

    public List<string> Decoding { get; } = [];

    public int WarningVerdicts { get; private set; }

    public List<string> Warnings { get; } = [];

    public void Add(VerdictCase @case)
    {
        foreach (var (version, real) in @case.Verdicts)
        {
            Verdicts++;
            var own = @case.Ask(version);
            var at = $"{@case.Name} {version} ({@case.What}): ";
            var accepted = real.GetProperty("accepted").GetBoolean();
            if (own.IsAccepted(@case.Kind) != accepted)
            {
                Acceptance.Add(at + $"accepted {accepted}, here {own.IsAccepted(@case.Kind)} [{string.Join("; ", own.Errors.Select(e => e.Field + " " + e.Type))}] [{string.Join("; ", own.Decode.Select(e => e.Field + " " + e.Kind))}]");
            }

            CompareErrors(real, own, at);
            CompareDecoding(real, own, at);
            if (@case.Kind == "Service" && accepted)
            {
                CompareWarnings(real, own, at);
            }
        }
    }

    private void CompareErrors(JsonElement real, Verdict own, string at)
    {
        var required = Pairs(real, "errors");
        var allowed = required.Union(Pairs(real, "also")).Union(Pairs(real, "cluster")).ToHashSet();
        var said = own.Errors.Concat(own.Allocation).Select(e => (e.Field, Type: e.Type.ToString())).ToHashSet();
        var missing = required.Except(said).ToArray();
        var extra = said.Except(allowed).Where(e => e.Type != nameof(ErrorType.FeatureGate) || !required.Contains(e)).ToArray();
        if (missing.Length > 0 || extra.Length > 0)
        {
            Errors.Add(at + $"missing [{string.Join("; ", missing)}] extra [{string.Join("; ", extra)}]");
        }
    }

    private static HashSet<(string Field, string Type)> Pairs(JsonElement verdict, string list) =>
        verdict.TryGetProperty(list, out var entries)
            ? entries.EnumerateArray().Select(e => (Path(e), e.GetProperty("type").GetString()!)).ToHashSet()
            : [];

    // kube-proxy's own errors name its internal types; both sides speak of the file.
    private static string Path(JsonElement error) =>
        error.TryGetProperty("yamlField", out var inFile) ? inFile.GetString()! : error.GetProperty("field").GetString()!;

    private void CompareDecoding(JsonElement real, Verdict own, string at)
    {
        var list = real.GetProperty("decode").EnumerateArray().ToArray();
        if (list.Any(e => e.GetProperty("kind").GetString() is "UnknownGVK" or "MissingGVK"))
        {
            if (own.IsKnown)
            {
                Decoding.Add(at + "the kind must not be known");
            }

            return;
        }

        if (list.FirstOrDefault(e => e.TryGetProperty("fatal", out var fatal) && fatal.GetBoolean()) is { ValueKind: JsonValueKind.Object } stop)
        {
            var path = stop.GetProperty("path").GetString()!;
            if (!own.Decode.Any(e => e.IsFatal && (path.Length == 0 || Stripped(e.Field) == path)))
            {
                Decoding.Add(at + $"no fatal error at {path}");
            }

            return;
        }

        var unknown = list.Where(e => e.GetProperty("kind").GetString() == "UnknownField").Select(e => e.GetProperty("path").GetString()!).Order().ToArray();
        var repeated = list.Where(e => e.GetProperty("kind").GetString() == "DuplicateKey").Select(e => e.GetProperty("path").GetString()!).Order().ToArray();
        var ownUnknown = own.Decode.Where(e => e.Kind == DecodeErrorKind.UnknownField).Select(e => e.Field).Order().ToArray();
        var ownRepeated = own.Decode.Where(e => e.Kind == DecodeErrorKind.DuplicateKey).Select(e => e.Span.Text).Order().ToArray();
        if (!unknown.SequenceEqual(ownUnknown) || !repeated.SequenceEqual(ownRepeated))
        {
            Decoding.Add(at + $"unknown [{string.Join("; ", unknown)}], here [{string.Join("; ", ownUnknown)}]; repeated [{string.Join("; ", repeated)}], here [{string.Join("; ", ownRepeated)}]");
        }
    }

    // The decoder's own path has no indices and no map keys.
    private static string Stripped(string path)
    {
        var text = new System.Text.StringBuilder();
        var depth = 0;
        foreach (var c in path)
        {
            depth += c == '[' ? 1 : 0;
            if (depth == 0)
            {
                text.Append(c);
            }

            depth -= c == ']' ? 1 : 0;
        }

        return text.ToString();
    }

    private void CompareWarnings(JsonElement real, Verdict own, string at)
    {
        WarningVerdicts++;
        var expected = real.GetProperty("warnings").EnumerateArray().Select(w => w.GetProperty("field").GetString() + " " + w.GetProperty("code").GetString()).ToHashSet();
        var said = own.Warnings.Select(w => w.Field + " " + w.Code).ToHashSet();
        if (!expected.SetEquals(said))
        {
            Warnings.Add(at + $"missing [{string.Join("; ", expected.Except(said))}] extra [{string.Join("; ", said.Except(expected))}]");
        }
    }
}
