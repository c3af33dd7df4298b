using SvcLint.Cluster;
using SvcLint.Cluster.Addresses;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Model.DotNet;
using SvcLint.Text;

namespace SvcLint.Rules.DotNet;

/// <summary>
/// A variable of a container that the code of its .NET application does not read, and that is nearly one which it reads and nobody sets.
/// </summary>
public sealed class VariableMisspelt : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC9034",
        Name = "variable-misspelt",
        Title = "An environment variable is nearly the one that the .NET application reads",
        Category = Category.DotNet,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var container in ListeningContainer.All(context.Unit))
        {
            var project = container.Join.Project;
            var keys = project.References.Append(project).SelectMany(p => p.Code).SelectMany(c => c.Keys).ToArray();
            if (keys.Length == 0)
            {
                continue;
            }

            var settings = project.Settings.SelectMany(s => s.Settings).Select(s => s.Variable).ToArray();
            var set = ContainerEnvironment.Of(container.Container, container.Workload, context.Unit).Variables.Keys.ToArray();
            foreach (var variable in container.Container.Env?.Items ?? [])
            {
                if (variable.Name is { } name && !IsRead(name.Value, keys) && !settings.Contains(name.Value.ToUpperInvariant()) && Meant(name.Value, keys, set) is { } key)
                {
                    var right = Variable(key);
                    yield return Report(
                        container.Workload,
                        name.Part(0, name.Value.Length),
                        $"'{name.Value}' is not read by project {project.Name}, which reads '{key.Name}'",
                        [new RelatedSpan(key.Span, "read")],
                        effect: "nothing sets that value",
                        help: $"write {right}") with
                    { Fixes = [new Fix($"Write {right}", FixSafety.Unsafe, [new TextEdit(name.Part(0, name.Value.Length), right)])] };
                }
            }
        }
    }

    private static string Variable(ConfigurationKey key) => key.Source == KeySource.Environment ? key.Name : key.Name.Replace(":", "__");

    // Configuration does not mind the case, nor a prefix of the host; a section has keys below it.
    private static bool IsRead(string variable, ConfigurationKey[] keys)
    {
        var name = variable.ToUpperInvariant();
        return keys.Any(k => Variable(k).ToUpperInvariant() is var key
            && (k.Source == KeySource.Environment ? k.Name == variable : name == key || name.EndsWith("_" + key, StringComparison.Ordinal) || name.StartsWith(key + "__", StringComparison.Ordinal)));
    }

    private static ConfigurationKey? Meant(string variable, ConfigurationKey[] keys, string[] set)
    {
        var free = keys.Where(k => k.Source != KeySource.Section && !set.Contains(Variable(k), StringComparer.OrdinalIgnoreCase)).ToArray();
        var plain = Plain(variable);
        var name = variable.ToUpperInvariant();
        return free.FirstOrDefault(k => Plain(k.Name) == plain)
            ?? (NearMiss.Nearest(name, free.Select(k => Variable(k).ToUpperInvariant())) is { } near ? free.First(k => string.Equals(Variable(k), near, StringComparison.OrdinalIgnoreCase)) : null);
    }

    // ConnectionStrings_Default, ConnectionStrings-Default and ConnectionStrings:Default alike.
    private static string Plain(string name) => new([.. name.ToUpperInvariant().Where(char.IsLetterOrDigit)]);
}
