using System.Globalization;
using System.Text;

namespace SvcLint.Benchmarks.Growth;

/// <summary>What <c>kubectl get services,pods,nodes,networkpolicies -A -o yaml</c> says of a running cluster: a Service with two pods each, and who calls it.</summary>
internal static class RunningCluster
{
    public static string Yaml(int services, int namespaces)
    {
        var yaml = new StringBuilder();
        for (var i = 0; i < 10; i++)
        {
            yaml.Append(Text($"---\napiVersion: v1\nkind: Node\nmetadata: {{ name: node-{i} }}\nspec: {{ podCIDR: 10.{i}.0.0/16 }}\nstatus: {{ conditions: [{{ type: Ready, status: 'True' }}], addresses: [{{ type: InternalIP, address: 192.168.0.{i + 1} }}] }}\n"));
        }

        for (var i = 0; i < services; i++)
        {
            yaml.Append(Text($"---\napiVersion: v1\nkind: Service\nmetadata: {{ name: s{i}, namespace: ns-{i % namespaces} }}\nspec: {{ clusterIP: 172.16.{i / 250}.{(i % 250) + 1}, clusterIPs: [172.16.{i / 250}.{(i % 250) + 1}], ipFamilies: [IPv4], selector: {{ app: a{i} }}, ports: [{{ name: http, port: 80, targetPort: http }}] }}\n"));
            for (var pod = 0; pod < 2; pod++)
            {
                yaml.Append(Text($"---\napiVersion: v1\nkind: Pod\nmetadata: {{ name: d{i}-{pod}, namespace: ns-{i % namespaces}, labels: {{ app: a{i} }} }}\nspec: {{ nodeName: node-{(i + pod) % 10}, containers: [{{ name: main, image: x, env: [{{ name: NEXT_URL, value: 'http://s{(i + namespaces) % services}:80' }}], ports: [{{ name: http, containerPort: 8080 }}] }}] }}\n"));
                yaml.Append(Text($"status: {{ phase: Running, podIP: 10.{(i + pod) % 10}.{i / 250}.{(i % 250) + 1}, podIPs: [{{ ip: 10.{(i + pod) % 10}.{i / 250}.{(i % 250) + 1} }}], conditions: [{{ type: Ready, status: 'True' }}] }}\n"));
            }
        }

        return yaml.ToString();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
