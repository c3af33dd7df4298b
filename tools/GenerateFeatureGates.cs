// Adds a release to src/SvcLint.Core/Kubernetes/FeatureGateTable.Data.cs.
//
//   dotnet run tools/GenerateFeatureGates.cs -- 1.38 FILE
//
// FILE is Kubernetes' own list of gates at the tag of the release, test/compatibility_lifecycle/reference/versioned_feature_list.yaml:
// entries of a name and versioned specs (default, lockToDefault, preRelease, version). A gate that is not in it is gone.

using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

if (args.Length != 2 || !Version.TryParse(args[0], out var release))
{
    Console.Error.WriteLine("usage: dotnet run tools/GenerateFeatureGates.cs -- 1.MINOR versioned_feature_list.yaml");
    return 2;
}

var states = Read(File.ReadAllLines(args[1]), release);
var path = Path.Combine(Root(), "src", "SvcLint.Core", "Kubernetes", "FeatureGateTable.Data.cs");
var text = File.ReadAllText(path);
var line = new Regex("^        \"(\\w+)\" => \"([^\"]*)\",$", RegexOptions.Multiline);
var histories = new SortedDictionary<string, string>(line.Matches(text).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value), StringComparer.Ordinal);
foreach (var gate in states.Keys.Concat(histories.Keys).Distinct().ToArray())
{
    var last = histories.TryGetValue(gate, out var history) ? history.Split(' ')[^1][2..] : "x";
    var now = states.GetValueOrDefault(gate, "x");
    if (now != last)
    {
        histories[gate] = $"{history} {release.Minor.ToString(CultureInfo.InvariantCulture)}{now}".TrimStart();
    }
}

var first = line.Match(text).Index;
var end = text.IndexOf("        _ => null,", StringComparison.Ordinal);
var table = new StringBuilder();
foreach (var (gate, history) in histories)
{
    table.Append(CultureInfo.InvariantCulture, $"        \"{gate}\" => \"{history}\",\n");
}

File.WriteAllText(path, text[..first] + table + text[end..]);
return 0;

// The state of each gate in the release: the newest spec that is not later.
static Dictionary<string, string> Read(string[] lines, Version release)
{
    var states = new Dictionary<string, string>(StringComparer.Ordinal);
    string? gate = null, stage = null, value = null, locked = null;
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
                stage = right switch { "Alpha" => "a", "Beta" => "b", "Deprecated" => "d", _ => "g" };
                break;
            case "version" when gate is not null && Version.Parse(right) <= release:
                states[gate] = stage + locked + value;
                break;
        }
    }

    return states;
}

static string Root([CallerFilePath] string path = "") => Path.GetDirectoryName(Path.GetDirectoryName(path))!;
