using k8s;
using k8s.Models;

namespace Shop.Previews;

/// <summary>What a preview of a pull request needs in its namespace.</summary>
internal sealed class PreviewEnvironment(string name)
{
    public string Name { get; } = name;

    public V1Service Web() => new()
    {
        Metadata = new V1ObjectMeta { Name = "web", Labels = Labels("web") },
        Spec = new V1ServiceSpec
        {
            Type = "NodePort",
            ExternalTrafficPolicy = "Local",
            SessionAffinity = "clientIP",
            Selector = Labels("web"),
            Ports = [new V1ServicePort { Name = "http", Port = 80, TargetPort = "http" }],
        },
    };

    public V1Service Api() => new()
    {
        Metadata = new V1ObjectMeta { Name = "api", Labels = Labels("api") },
        Spec = new V1ServiceSpec
        {
            Type = "ClusterIP",
            ExternalTrafficPolicy = "Local",
            Selector = Labels("api"),
            Ports = [new V1ServicePort { Name = "http", Port = 80, TargetPort = 8080 }],
        },
    };

    public V1NetworkPolicy OfficeOnly() => KubernetesYaml.Deserialize<V1NetworkPolicy>($$"""
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata:
          name: office-only
          labels:
            preview: {{Name}}
        spec:
          podSelector: {}
          policyTypes: [Ingress]
          ingress:
            - from:
                - ipBlock:
                    cidr: 10.20.0.0/33
        """);

    private Dictionary<string, string> Labels(string app) => new() { ["app"] = app, ["preview"] = Name };
}
