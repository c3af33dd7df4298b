using SvcLint.Cluster;
using SvcLint.Cluster.Addresses;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Model.DotNet;

namespace SvcLint.Rules.DotNet;

/// <summary>
/// The code reads <c>REDIS_PORT</c>, and the kubelet sets it for Service redis of the same namespace: to <c>tcp://10.0.0.1:6379</c>.
/// Only where the manifest does not set it, service links are on and every source of variables is known.
/// </summary>
public sealed class ServiceLinkCollides : Rule
{
    private const string Suffix = "_PORT";

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC9035",
        Name = "service-link-collides",
        Title = "A variable that the .NET application reads is set by the kubelet for a Service",
        Category = Category.DotNet,
        Severity = Severity.Warning,
        Confidence = Confidence.Medium,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var container in ListeningContainer.All(context.Unit))
        {
            var workload = container.Workload;
            if (workload.PodSpec?.EnableServiceLinks?.Value == false || (container.Container.EnvFrom?.Items ?? []).Any(e => e.SecretRef is not null))
            {
                continue;
            }

            var project = container.Join.Project;
            var set = ContainerEnvironment.Of(container.Container, workload, context.Unit).Variables;
            foreach (var (key, variable) in Variables([.. project.References.Append(project).SelectMany(p => p.Code)]).Where(k => !set.ContainsKey(k.Variable)))
            {
                if (context.Unit.Services.FirstOrDefault(s => s.Name is { } name && LinkOf(name) == variable && HasLink(s) && NamespaceComparer.MayBeSame(s.Namespace, workload.Namespace)) is { } service)
                {
                    yield return Report(
                        workload,
                        key.Span,
                        $"{variable}, which project {project.Name} reads, is set by the kubelet for Service {service.Name}",
                        [new RelatedSpan(service.NameSpan, "the variable is this Service's"), new RelatedSpan(container.Container.KeySpan, "in this container")],
                        effect: $"its value is tcp://IP:PORT, not a number{(key.HasDefault ? "; the default in the code does not apply" : "")}",
                        help: $"set {variable} in the manifest, or enableServiceLinks: false");
                }
            }
        }
    }

    // The variables that keys stand for: with AddEnvironmentVariables("SHOP_") the key PORT is SHOP_PORT.
    private static IEnumerable<(ConfigurationKey Key, string Variable)> Variables(IReadOnlyList<CodeFacts> code)
    {
        var prefixes = code.SelectMany(c => c.VariablePrefixes).Select(p => p.Value).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        foreach (var key in code.SelectMany(c => c.Keys))
        {
            if (IsLink(key))
            {
                yield return (key, key.Name);
            }

            foreach (var prefix in key.Source == KeySource.Configuration ? prefixes : [])
            {
                if ((prefix + key.Name).ToUpperInvariant() is var variable && variable.EndsWith(Suffix, StringComparison.Ordinal))
                {
                    yield return (key, variable);
                }
            }
        }
    }

    private static bool IsLink(ConfigurationKey key) => key.Source != KeySource.Section && key.Name.EndsWith(Suffix, StringComparison.Ordinal) && key.Name.Length > Suffix.Length;

    private static string LinkOf(string service) => service.ToUpperInvariant().Replace('-', '_') + Suffix;

    // Headless Services and aliases get none.
    private static bool HasLink(Service service) => ServicePorts.AreKnown(service) && !ServicePorts.IsHeadless(service);
}
