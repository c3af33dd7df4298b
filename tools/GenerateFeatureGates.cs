// Adds a release to src/SvcLint.Core/Kubernetes/Versions/Gates/FeatureGateTable.Data.cs.
//
//   dotnet run tools/GenerateFeatureGates.cs -- 1.38 versioned_feature_list.yaml known_features.go
//
// Both files are those of the release's tag: test/compatibility_lifecycle/reference/versioned_feature_list.yaml is Kubernetes' own list
// (entries of a name and versioned specs), which leaves out the gates of client-go, and staging/src/k8s.io/client-go/features/known_features.go
// holds those. AllAlpha and AllBeta are in neither and stay as they are. A gate that is in none of them is gone, so a list of another
// release would end the lives of many: --check writes nothing and names what would change.

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

var files = args.Where(a => a != "--check").ToArray();
if (files.Length != 3 || !Version.TryParse(files[0], out var release))
{
    Console.Error.WriteLine("usage: dotnet run tools/GenerateFeatureGates.cs -- 1.MINOR versioned_feature_list.yaml known_features.go [--check]");
    return 2;
}

var states = Listed(File.ReadAllLines(files[1]), release);
foreach (var (gate, state) in Known(File.ReadAllText(files[2]), release))
{
    states[gate] = state;
}

var path = Path.Combine(Root(), "src", "SvcLint.Core", "Kubernetes", "Versions", "Gates", "FeatureGateTable.Data.cs");
var text = File.ReadAllText(path);
var line = new Regex("^        \"(\\w+)\" => \"([^\"]*)\",$", RegexOptions.Multiline);
var histories = new SortedDictionary<string, string>(line.Matches(text).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value), StringComparer.Ordinal);
var minor = release.Minor.ToString(CultureInfo.InvariantCulture);
var changes = 0;
foreach (var gate in states.Keys.Concat(histories.Keys).Distinct().Where(g => g is not ("AllAlpha" or "AllBeta")).Order(StringComparer.Ordinal).ToArray())
{
    // A release that was added before is written anew.
    string[] before = histories.TryGetValue(gate, out var history) ? [.. history.Split(' ').Where(e => int.Parse(e[..2], CultureInfo.InvariantCulture) < release.Minor)] : [];
    var last = before.Length > 0 ? before[^1][2..] : "x";
    var now = states.GetValueOrDefault(gate, "x");
    var written = string.Join(' ', now == last ? before : [.. before, minor + now]);
    if (written != (history ?? ""))
    {
        changes++;
        Console.WriteLine($"{gate}: {history ?? "new"} -> {written}");
    }

    histories[gate] = written;
}

Console.WriteLine($"{states.Count} gates in {release}, {changes} lines change");
if (args.Length == files.Length)
{
    var first = line.Match(text).Index;
    var end = text.IndexOf("        _ => null,", StringComparison.Ordinal);
    var table = new StringBuilder();
    foreach (var (gate, history) in histories.Where(h => h.Value.Length > 0))
    {
        table.Append(CultureInfo.InvariantCulture, $"        \"{gate}\" => \"{history}\",\n");
    }

    File.WriteAllText(path, text[..first] + table + text[end..]);
}

return 0;

// The state of each gate in the release: the last spec that is not later. One that asks for compatibility with the release alone does not hold
// where components start by themselves: they stay compatible with the release before.
static Dictionary<string, string> Listed(string[] lines, Version release)
{
    var states = new Dictionary<string, string>(StringComparer.Ordinal);
    string? gate = null, stage = null, value = null, locked = null, before = null;
    foreach (var text in lines)
    {
        var parts = text.TrimStart(' ', '-').Split(':', 2);
        var right = parts.Length == 2 ? parts[1].Trim().Trim('"') : "";
        switch (parts[0])
        {
            case "name":
                gate = right;
                break;
            case "default":
                value = right == "true" ? "+" : "-";
                break;
            case "lockToDefault":
                locked = right == "true" ? "!" : "";
                break;
            case "preRelease":
                stage = StageOf(right);
                break;
            case "version" when gate is not null && Version.Parse(right) <= release:
                before = states.GetValueOrDefault(gate);
                states[gate] = stage + locked + value;
                break;
            case "minCompatibilityVersion" when gate is not null && before is not null && Version.Parse(right) >= release:
                states[gate] = before;
                break;
        }
    }

    return states;
}

// "Name: {" and below it "{Version: version.MustParse("1.30"), Default: false, PreRelease: Beta, LockToDefault: true},".
static Dictionary<string, string> Known(string source, Version release)
{
    var states = new Dictionary<string, string>(StringComparer.Ordinal);
    string? gate = null;
    foreach (Match match in Regex.Matches(source, @"^\t(?<gate>\w+): \{|\{Version: version\.MustParse\(""(?<version>[\d.]+)""\), (?<spec>[^}]*)\}", RegexOptions.Multiline))
    {
        if (match.Groups["gate"] is { Success: true } name)
        {
            gate = name.Value;
        }
        else if (gate is not null && Version.Parse(match.Groups["version"].Value) <= release)
        {
            var spec = match.Groups["spec"].Value;
            var stage = StageOf(Regex.Match(spec, @"PreRelease: (?:\w+\.)?(\w+)").Groups[1].Value);
            states[gate] = stage + (spec.Contains("LockToDefault: true", StringComparison.Ordinal) ? "!" : "") + (spec.Contains("Default: true", StringComparison.Ordinal) ? "+" : "-");
        }
    }

    return states;
}

static string StageOf(string word) => word switch { "Alpha" => "a", "Beta" => "b", "Deprecated" => "d", _ => "g" };

// The entry point's folder, not the caller's path: CI builds write paths as /_/.
static string Root() => Path.GetDirectoryName((string)AppContext.GetData("EntryPointFileDirectoryPath")!)!;
