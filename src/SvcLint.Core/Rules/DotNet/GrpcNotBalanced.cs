using SvcLint.Cluster;
using SvcLint.Cluster.Addresses;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Model.DotNet;

namespace SvcLint.Rules.DotNet;

/// <summary>
/// A gRPC channel to a Service of several pods that keeps to one of them: HTTP/2 holds one connection, and only the resolver of
/// <c>dns:///</c> at a headless Service knows more than one address.
/// </summary>
public sealed class GrpcNotBalanced : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC9056",
        Name = "grpc-client-not-balanced",
        Title = "A gRPC channel in C# keeps to one of the pods of a Service",
        Category = Category.DotNet,
        Severity = Severity.Info,
        Confidence = Confidence.Medium,
        Effect = "every call goes to the same pod while the connection lasts",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var container in context.Repository.Listening.Of(context.Unit).Where(c => !ListeningEvidence.HasInjectedContainers(c.Workload)))
        {
            var project = container.Join.Project;
            foreach (var target in project.References.Append(project).SelectMany(p => p.Code).SelectMany(c => c.GrpcTargets))
            {
                if (Address(context.Unit, container, target) is not var (address, span) || !ServiceDnsName.TryParse(address.Host, out var name))
                {
                    continue;
                }

                foreach (var service in context.Unit.FindServices(name.Name, name.Namespace ?? container.Workload.Namespace).Take(1))
                {
                    var pods = context.WorkloadsBehind(service);
                    var isHeadless = ServicePorts.IsHeadless(service);
                    if (pods.Count == 0 || PodCount.Of(context.Unit, pods) == 1 || pods.Any(ListeningEvidence.HasInjectedContainers) || (isHeadless && address.Scheme == "dns"))
                    {
                        continue;
                    }

                    yield return Report(
                        container.Workload,
                        span,
                        $"gRPC calls of project {project.Name} to '{address.Host}' keep to one pod of Service {service.Name}",
                        [new RelatedSpan(isHeadless ? service.Spec!.ClusterIP?.Span ?? service.NameSpan : service.NameSpan, isHeadless ? "headless" : "one cluster IP"), new RelatedSpan(pods[0].Replicas?.Span ?? pods[0].NameSpan, "pods")],
                        help: isHeadless ? $"use 'dns:///{address.Host}' with a RoundRobinConfig" : "use 'dns:///' and a RoundRobinConfig with a headless Service");
                }
            }
        }
    }

    // A key of the configuration: what the container's environment, else the settings say.
    private static (HostAddress Address, Text.SourceSpan Span)? Address(DeploymentUnit unit, ListeningContainer container, GrpcTarget target)
    {
        if (target.Text is { } text)
        {
            return HostAddress.Parse(text.Value) is [{ Form: AddressForm.Url } constant] ? (constant, text.Part(constant.HostSpan.Start, constant.HostSpan.End)) : null;
        }

        var variable = target.Key!.Replace(":", "__");
        foreach (var set in ContainerEnvironment.Of(container.Container, container.Workload, unit).Variables)
        {
            if (string.Equals(set.Key, variable, StringComparison.OrdinalIgnoreCase))
            {
                return set.Value is { } value && HostAddress.Parse(value.Value) is [{ Form: AddressForm.Url } own] ? (own, value.Part(own.HostSpan.Start, own.HostSpan.End)) : null;
            }
        }

        var setting = container.Join.Project.Settings.Where(s => s.Environment.Length == 0).SelectMany(s => s.Settings).FirstOrDefault(s => string.Equals(s.Key, target.Key, StringComparison.OrdinalIgnoreCase));
        return setting is { Value: { } written } && HostAddress.Parse(written.Value) is [{ Form: AddressForm.Url } configured] ? (configured, written.Part(configured.HostSpan.Start, configured.HostSpan.End)) : null;
    }
}
