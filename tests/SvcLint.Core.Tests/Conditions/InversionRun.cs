using System.Reflection;
using System.Runtime.Loader;
using SvcLint.Core.Tests.RulePages;

namespace SvcLint.Core.Tests.Conditions;

/// <summary>Runs the pages with the copy whose conditions can be inverted: a second load of these tests, bound to that copy.</summary>
public sealed class InversionRun : AssemblyLoadContext
{
    private readonly InvertibleAssembly _core;

    private InversionRun(InvertibleAssembly core)
        : base(nameof(InversionRun)) => _core = core;

    /// <summary>The conditions, by number, that the examples of each page notice when they are inverted; by rule id.</summary>
    public static IReadOnlyDictionary<string, HashSet<int>> Of(InvertibleAssembly core)
    {
        var tests = new InversionRun(core).LoadFromAssemblyPath(typeof(InversionRun).Assembly.Location);
        var inside = tests.GetType(typeof(InversionRun).FullName!)!.GetMethod(nameof(Inside), BindingFlags.NonPublic | BindingFlags.Static)!;
        return (IReadOnlyDictionary<string, HashSet<int>>)inside.Invoke(null, [core.Conditions.Count])!;
    }

    // What reads C# or charts for the core must mean the copy too.
    protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name switch
    {
        "SvcLint.Core" => LoadFromStream(new MemoryStream(_core.Image)),
        "SvcLint.CSharp" => LoadFromAssemblyPath(typeof(SvcLint.CSharp.CodeReader).Assembly.Location),
        "SvcLint.Charts" => LoadFromAssemblyPath(typeof(SvcLint.Charts.Units.ChartInput).Assembly.Location),
        _ => null,
    };

    // Runs in the second load: every type of the core that is named from here is the copy's.
    private static Dictionary<string, HashSet<int>> Inside(int conditions)
    {
        var inversion = typeof(Linter).Assembly.GetType(InvertibleAssembly.SwitchType)!;
        var active = inversion.GetField("Active")!;
        var fuel = inversion.GetField("Fuel")!;
        var seen = inversion.GetField("Seen")!;
        var noticed = new Dictionary<string, HashSet<int>>();
        foreach (var example in PreparedExample.All)
        {
            if (!noticed.TryGetValue(example.RuleId, out var ofRule))
            {
                noticed.Add(example.RuleId, ofRule = []);
            }

            active.SetValue(null, -1);
            fuel.SetValue(null, int.MaxValue);
            var hits = new bool[conditions];
            seen.SetValue(null, hits);
            var record = example.Record();
            seen.SetValue(null, null);
            for (var id = 0; id < conditions; id++)
            {
                if (hits[id] && !ofRule.Contains(id))
                {
                    active.SetValue(null, id);
                    fuel.SetValue(null, InvertibleAssembly.Fuel);
                    if (Record(example) != record)
                    {
                        ofRule.Add(id);
                    }
                }
            }
        }

        return noticed;
    }

    // What fails outside a rule, in a guard over all findings, fails the example too.
    private static string Record(PreparedExample example)
    {
        try
        {
            return example.Record();
        }
#pragma warning disable CA1031 // Inverted code may throw anything.
        catch (Exception exception)
        {
            return exception.GetType().Name;
        }
#pragma warning restore CA1031
    }
}
