using SvcLint.Cluster;
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
        foreach (var container in ListeningContainer.All(context.Unit).Where(c => !ListeningEvidence.HasInjectedContainers(c.Workload)))
        {
            var project = container.Join.Project;
            var settings = ApplicationSettings.Of(container, context.Unit);
            foreach (var target in project.References.Append(project).SelectMany(p => p.Code).SelectMany(c => c.GrpcTargets))
            {
                if (Address(settings, target) is not var (address, span) || !ServiceDnsName.TryParse(address.Host, out var name))
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

    private static (HostAddress Address, Text.SourceSpan Span)? Address(ApplicationSettings settings, GrpcTarget target)
    {
        if (target.Text is { } text)
        {
            return Url(text.Value) is { } constant ? (constant, text.Part(constant.HostSpan.Start, constant.HostSpan.End)) : null;
        }

        return settings[target.Key!] is { } written && Url(written.Value) is { } address ? (address, written.Part(address.HostSpan.Start, address.HostSpan.End)) : null;
    }

    private static HostAddress? Url(string text) => HostAddress.Parse(text) is [{ Form: AddressForm.Url } address] ? address : null;
}
