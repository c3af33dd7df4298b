using SvcLint.Cluster;
using SvcLint.Cluster.Addresses;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>
/// nginx with a variable in its target asks the DNS at run time by itself: the pod's search list is not used, so a short name of a
/// Service does not resolve.
/// </summary>
public sealed class ResolverIgnoresSearch : Rule
{
    private static readonly string[] PathVariables = ["request_uri", "uri", "document_uri", "is_args", "args"];

    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2070",
        Name = "nginx-resolver-short-name",
        Title = "nginx resolves a short Service name at run time, where the search list is not used",
        Category = Category.Wiring,
        Severity = Severity.Warning,
        Effect = "nginx answers 502: the name could not be resolved",
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        var seen = new HashSet<SourceSpan>();
        foreach (var workload in context.Unit.Workloads)
        {
            foreach (var entry in ListeningEvidence.ConfigMaps(workload, context.Unit).SelectMany(m => m.Data?.Entries ?? []))
            {
                if (context.Unit.ConfigurationFiles.Of(entry) is not { Format: FileFormat.Directives } file || !file.Settings.Any(s => s.Key == "resolver"))
                {
                    continue;
                }

                foreach (var (text, host) in AtRunTime(file))
                {
                    if (!ServiceDnsName.TryParse(host.Host, out var name) || name.Domain is not null || host.Host.EndsWith(".", StringComparison.Ordinal)
                        || context.Unit.FindServices(name.Name, name.Namespace ?? workload.Namespace).FirstOrDefault() is not { } service)
                    {
                        continue;
                    }

                    var span = text.Part(host.HostSpan.Start, host.HostSpan.End);
                    if (seen.Add(span))
                    {
                        var full = $"{service.Name}.{service.Namespace ?? name.Namespace ?? "NAMESPACE"}.svc.{context.Facts.ClusterDomain}";
                        yield return Report(
                            workload,
                            span,
                            $"nginx resolves '{host.Host}' at run time without the pod's search list",
                            [new RelatedSpan(file.Settings.First(s => s.Key == "resolver").Value.Span, "resolver"), new RelatedSpan(service.NameSpan, "Service")],
                            help: $"write the full name '{full}'");
                    }
                }
            }
        }
    }

    // "set $x http://host; proxy_pass $x", "set $x host; proxy_pass http://$x:80", and "proxy_pass http://host$request_uri".
    private static IEnumerable<(Located<string> Text, HostAddress Host)> AtRunTime(ContainerConfigurationFile file)
    {
        var passes = file.Settings.Where(s => s.Key.EndsWith("_pass", StringComparison.Ordinal)).ToArray();
        foreach (var setting in file.Settings.Where(s => s.Key == "set"))
        {
            if (setting.Words() is [var variable, var value] && passes.Any(p => Uses(p.Value.Value, variable.Value)))
            {
                foreach (var host in HostAddress.Parse(value.Value).Where(h => h.Form is AddressForm.Url or AddressForm.HostPort or AddressForm.Name))
                {
                    yield return (value, host);
                }
            }
        }

        foreach (var pass in passes.Where(p => p.Value.Value.IndexOf('$') > 0))
        {
            // What begins with the path, or goes on with it, leaves the host as it stands.
            var text = pass.Value.Value;
            var end = text.IndexOf('$');
            var isPath = Array.Exists(PathVariables, v => string.CompareOrdinal(text, end + 1, v, 0, v.Length) == 0) || char.IsDigit(text[Math.Min(end + 1, text.Length - 1)]);
            foreach (var host in HostAddress.Parse(isPath ? text.Substring(0, end) : text))
            {
                yield return (pass.Value, host);
            }
        }
    }

    private static bool Uses(string text, string variable)
    {
        var at = text.IndexOf(variable, StringComparison.Ordinal);
        return at >= 0 && (at + variable.Length == text.Length || !(char.IsLetterOrDigit(text[at + variable.Length]) || text[at + variable.Length] == '_'))
            || text.IndexOf("${" + variable.TrimStart('$') + "}", StringComparison.Ordinal) >= 0;
    }
}
