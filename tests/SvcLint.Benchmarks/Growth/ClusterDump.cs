using System.Globalization;
using System.Text;

namespace SvcLint.Benchmarks.Growth;

/// <summary>What <c>kubectl get services,endpointslices,nodes -A -o yaml</c> says of a cluster: Services of one port, with so many endpoints on two nodes.</summary>
internal static class ClusterDump
{
    private const int MostPerSlice = 100;

    public static string Yaml(int services, int endpoints)
    {
        var yaml = new StringBuilder();
        for (var i = 0; i < 2; i++)
        {
            yaml.Append(Text($"---\napiVersion: v1\nkind: Node\nmetadata:\n  name: node-{"ab"[i]}\n  labels:\n    topology.kubernetes.io/zone: az-{"ab"[i]}\nstatus:\n  addresses:\n  - type: InternalIP\n    address: 192.168.10.{11 + i}\n"));
        }

        var endpoint = 0;
        for (var i = 0; i < services; i++)
        {
            var ip = Text($"172.{16 + (i / 62500)}.{i / 250 % 250}.{1 + (i % 250)}");
            yaml.Append(Text($"---\napiVersion: v1\nkind: Service\nmetadata:\n  name: svc-{i}\n  namespace: ns-{i % 50}\nspec:\n  type: ClusterIP\n  clusterIP: {ip}\n  clusterIPs:\n  - {ip}\n  ipFamilies:\n  - IPv4\n"));
            yaml.Append("  ports:\n  - name: http\n    protocol: TCP\n    port: 80\n    targetPort: 8080\n");
            for (var first = 0; first < endpoints; first += MostPerSlice)
            {
                yaml.Append(Text($"---\napiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata:\n  name: svc-{i}-s{first / MostPerSlice}\n  namespace: ns-{i % 50}\n  labels:\n    kubernetes.io/service-name: svc-{i}\n"));
                yaml.Append("addressType: IPv4\nports:\n- name: http\n  protocol: TCP\n  port: 8080\nendpoints:\n");
                for (var e = first; e < Math.Min(endpoints, first + MostPerSlice); e++, endpoint++)
                {
                    yaml.Append(Text($"- addresses:\n  - 10.{endpoint / 62500}.{endpoint / 250 % 250}.{1 + (endpoint % 250)}\n  conditions:\n    ready: true\n  nodeName: node-{"ab"[endpoint % 2]}\n"));
                }
            }
        }

        return yaml.Append("---\napiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nclusterCIDR: 10.0.0.0/9\n").ToString();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
