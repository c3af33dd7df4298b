// Starts a rule: its class, its page and its line in the catalogue. What is left in capitals fails the tests until it is filled in.
//
//   dotnet run tools/NewRule.cs -- SVC2041 port-name-misspelt

using System.Text.RegularExpressions;

if (args.Length != 2 || !Regex.IsMatch(args[0], "^SVC[0-9]{4}$") || !Regex.IsMatch(args[1], "^[a-z][a-z0-9]*(-[a-z0-9]+)+$"))
{
    Console.Error.WriteLine("usage: dotnet run tools/NewRule.cs -- SVC2041 name-of-the-problem");
    return 2;
}

var (id, name) = (args[0], args[1]);
// The entry point's folder, not the caller's path: CI builds write paths as /_/.
var root = Path.GetDirectoryName((string)AppContext.GetData("EntryPointFileDirectoryPath")!)!;
var category = id[3] switch
{
    '0' => "Input",
    '1' => "Api",
    '2' => "Wiring",
    '3' => "Traffic",
    '4' => "LoadBalancers",
    '5' => "NetworkPolicies",
    '6' => "Endpoints",
    '7' => "KubeProxy",
    '8' => "Conflicts",
    _ => "DotNet",
};
var type = string.Concat(name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
var catalogue = Path.Combine(root, "src/SvcLint.Core/Rules/RuleCatalog.cs");
var page = Path.Combine(root, $"rules/{id}.md");
var source = Path.Combine(root, $"src/SvcLint.Core/Rules/{category}/{type}.cs");
if (File.Exists(page) || File.Exists(source))
{
    Console.Error.WriteLine($"{(File.Exists(page) ? page : source)} exists already");
    return 2;
}

File.WriteAllText(source, $$"""
    using SvcLint.Findings;

    namespace SvcLint.Rules.{{category}};

    /// <summary>WHEN the rule speaks, and when it is silent.</summary>
    public sealed class {{type}} : Rule
    {
        public override RuleInfo Info { get; } = new()
        {
            Id = "{{id}}",
            Name = "{{name}}",
            Title = "WHAT is wrong when the rule fires",
            Category = Category.{{category}},
            Severity = Severity.Warning,
        };

        public override IEnumerable<Finding> Check(RuleContext context)
        {
            foreach (var service in context.Unit.Services)
            {
                foreach (var port in service.Spec?.Ports?.Items ?? [])
                {
                    if (port.Name is { Value: "WRONG" } written)
                    {
                        yield return Report(
                            service,
                            written.Span,
                            $"port name '{written.Value}' is WHAT",
                            effect: "WHAT happens in a running cluster",
                            help: "write WHAT");
                    }
                }
            }
        }
    }

    """);

File.WriteAllText(page, $$"""
    # {{id}}: {{name}}

    ## Example

    ```yaml bad
    apiVersion: v1
    kind: Service
    metadata:
      name: web
    ```

    ```yaml good
    apiVersion: v1
    kind: Service
    metadata:
      name: web
    ```

    ## What it finds

    WHAT.

    ## Why it matters

    WHY.

    ## How to fix

    HOW.

    ## When to suppress

    WHEN.

    ## References

    - [Service](https://kubernetes.io/docs/concepts/services-networking/service/)

    """);

// The catalogue is in the order of ids: the line goes before the first rule with a greater one.
var lines = File.ReadAllLines(catalogue).ToList();
var at = lines.FindIndex(line => IdOf(line) is { } known && string.CompareOrdinal(known, id) > 0);
lines.Insert(at < 0 ? lines.FindIndex(line => line == "    ];") : at, $"        new {category}.{type}(),");
File.WriteAllText(catalogue, string.Join('\n', lines) + "\n");

Console.WriteLine($"""
    {Path.GetRelativePath(root, source)}
    {Path.GetRelativePath(root, page)}
    {Path.GetRelativePath(root, catalogue)}

    Fill in what is in capitals, then:
      tools/update.sh --rules
    """);
return 0;

string? IdOf(string line)
{
    var match = Regex.Match(line, @"^ {8}new (\w+)\.(\w+)\(\),$");
    if (!match.Success)
    {
        return null;
    }

    var file = Path.Combine(root, $"src/SvcLint.Core/Rules/{match.Groups[1].Value}/{match.Groups[2].Value}.cs");
    return File.Exists(file) && Regex.Match(File.ReadAllText(file), "Id = \"(SVC[0-9]{4})\"") is { Success: true } found ? found.Groups[1].Value : null;
}
