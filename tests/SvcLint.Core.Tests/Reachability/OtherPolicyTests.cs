using SvcLint.Reachability;

namespace SvcLint.Core.Tests.Reachability;

/// <summary>Policies of other APIs leave open what they may change, and nothing else.</summary>
public sealed class OtherPolicyTests
{
    private static readonly string Pods = Units.Pod("web", "shop", "10.1.0.1", "a") + Units.Pod("db", "shop", "10.1.0.2", "a") + Units.Pod("probe", "ops", "10.1.0.3", "a") + """
        ---
        apiVersion: v1
        kind: Namespace
        metadata: { name: shop, labels: { team: red } }
        ---
        apiVersion: v1
        kind: Namespace
        metadata: { name: ops, labels: { team: blue } }

        """;

    /// <summary>Who is left open: as the destination of web and probe, as the source to probe.</summary>
    [Theory]
    [InlineData("projectcalico.org/v3", "GlobalNetworkPolicy", "types: [Ingress]", "> shop/web, > shop/db, > ops/probe")]
    [InlineData("projectcalico.org/v3", "GlobalNetworkPolicy", "types: [Egress]", "shop/web >, shop/db >, ops/probe >")]
    [InlineData("projectcalico.org/v3", "GlobalNetworkPolicy", "order: 10", "> shop/web, > shop/db, > ops/probe")]
    [InlineData("projectcalico.org/v3", "GlobalNetworkPolicy", "egress: [{ action: Deny }]", "shop/web >, shop/db >, ops/probe >")]
    [InlineData("projectcalico.org/v3", "NetworkPolicy", "types: [Ingress]", "> shop/web, > shop/db")]
    [InlineData("projectcalico.org/v3", "StagedNetworkPolicy", "types: [Ingress]", "")]
    [InlineData("crd.projectcalico.org/v1", "GlobalNetworkPolicy", "types: [Ingress]\n  selector: app == 'web'", "> shop/web")]
    [InlineData("crd.projectcalico.org/v1", "GlobalNetworkPolicy", "types: [Ingress]\n  selector: app != 'web'", "> shop/db, > ops/probe")]
    [InlineData("crd.projectcalico.org/v1", "GlobalNetworkPolicy", "types: [Ingress]\n  selector: app in { 'web', 'db' } && has(app)", "> shop/web, > shop/db")]
    [InlineData("crd.projectcalico.org/v1", "GlobalNetworkPolicy", "types: [Ingress]\n  selector: app not in {'web'} && projectcalico.org/namespace == 'shop'", "> shop/db")]
    [InlineData("crd.projectcalico.org/v1", "GlobalNetworkPolicy", "types: [Ingress]\n  selector: \"!has(app) || (app starts with 'pro' && all())\"", "> ops/probe")]
    [InlineData("crd.projectcalico.org/v1", "GlobalNetworkPolicy", "types: [Ingress]\n  namespaceSelector: team == 'red'\n  selector: app contains 'b'", "> shop/web, > shop/db")]
    [InlineData("crd.projectcalico.org/v1", "GlobalNetworkPolicy", "types: [Ingress]\n  selector: app ~ 'web'", "> shop/web, > shop/db, > ops/probe")]
    [InlineData("cilium.io/v2", "CiliumClusterwideNetworkPolicy", "nodeSelector: {}\n  ingress: [{}]", "")]
    [InlineData("cilium.io/v2", "CiliumNetworkPolicy", "endpointSelector: { matchLabels: { app: db } }\n  egressDeny: [{}]", "shop/db >")]
    [InlineData("crd.antrea.io/v1beta1", "ClusterNetworkPolicy", "priority: 5\n  ingress: [{ action: Drop }]", "> shop/web, > shop/db, > ops/probe")]
    [InlineData("cilium.io/v2", "CiliumClusterwideNetworkPolicy", "endpointSelector: { matchLabels: { \"k8s:app\": nobody } }\n  ingress: [{}]", "")]
    [InlineData("cilium.io/v2", "CiliumClusterwideNetworkPolicy", "endpointSelector: { matchLabels: { \"k8s:io.kubernetes.pod.namespace\": ops } }\n  ingress: [{}]", "> ops/probe")]
    [InlineData("cilium.io/v2", "CiliumClusterwideNetworkPolicy", "endpointSelector: { matchLabels: { io.cilium.k8s.namespace.labels.team: red, \"any:app\": db } }\n  egress: [{}]", "shop/db >")]
    [InlineData("cilium.io/v2", "CiliumClusterwideNetworkPolicy", "endpointSelector: { matchLabels: { \"reserved:host\": \"\" } }\n  ingress: [{}]", "")]
    [InlineData("cilium.io/v2", "CiliumEgressGatewayPolicy", "selectors: []", "")]
    [InlineData("crd.antrea.io/v1beta1", "ClusterNetworkPolicy", "appliedTo: [{ podSelector: { matchLabels: { app: nobody } } }]\n  ingress: [{ action: Drop }]", "")]
    [InlineData("crd.antrea.io/v1beta1", "ClusterNetworkPolicy", "appliedTo: [{ namespaceSelector: { matchLabels: { team: blue } } }]\n  ingress: [{ action: Drop }]", "> ops/probe")]
    [InlineData("crd.antrea.io/v1beta1", "ClusterNetworkPolicy", "appliedTo: [{ nodeSelector: {} }]\n  ingress: [{ action: Drop }]", "")]
    [InlineData("crd.antrea.io/v1beta1", "NetworkPolicy", "egress: [{ action: Drop, appliedTo: [{ podSelector: { matchExpressions: [{ key: app, operator: In, values: [db] }] } }] }]", "shop/db >")]
    [InlineData("kuma.io/v1alpha1", "MeshTrafficPermission", "targetRef: { kind: MeshSubset, tags: { app: web } }", "> shop/web")]
    [InlineData("kuma.io/v1alpha1", "MeshTrafficPermission", "targetRef: { kind: Mesh }", "> shop/web, > shop/db")]
    [InlineData("policy.linkerd.io/v1beta3", "Server", "podSelector: { matchLabels: { app: db } }\n  port: 80", "> shop/db")]
    [InlineData("policy.linkerd.io/v1alpha1", "AuthorizationPolicy", "targetRef: { kind: Namespace, name: shop }", "> shop/web, > shop/db")]
    [InlineData("k8s.ovn.org/v1", "EgressFirewall", "egress: [{ type: Deny, to: { cidrSelector: 0.0.0.0/0 } }]", "shop/web >, shop/db >")]
    [InlineData("example.com/v1", "AppNetworkPolicy", "podSelector: { matchLabels: { app: db } }\n  policyTypes: [Ingress]", "> shop/db")]
    [InlineData("example.com/v1", "AppNetworkPolicy", "{}", "> shop/web, > shop/db, shop/web >, shop/db >")]
    [InlineData("k8s.cni.cncf.io/v1beta1", "MultiNetworkPolicy", "podSelector: {}", "")]
    [InlineData("security.istio.io/v1", "AuthorizationPolicy", "action: AUDIT", "")]
    [InlineData("security.istio.io/v1", "AuthorizationPolicy", "action: DENY\n  selector: { matchLabels: { app: web } }", "> shop/web")]
    public void What_they_may_change_is_unknown(string version, string kind, string spec, string expected)
    {
        var cluster = Connectivity.Of(Units.Of(Pods + $"""
            ---
            apiVersion: {version}
            kind: {kind}
            metadata: {"{"} name: other, namespace: shop {"}"}
            spec:
              {spec}

            """));
        var pods = cluster.Ends.Where(e => e.Kind == ReachEndKind.Workload).ToArray();
        var outside = cluster.Ends.First(e => e.Kind == ReachEndKind.Outside);
        string[] names = ["shop/web", "shop/db", "ops/probe"];
        var open = names.Where(n => !cluster.Between(outside, Named(n)).Unknown.IsEmpty).Select(n => "> " + n).Concat(names.Where(n => !cluster.Between(Named(n), outside).Unknown.IsEmpty).Select(n => n + " >"));
        Assert.Equal(expected, string.Join(", ", open));

        ReachEnd Named(string name) => pods.Single(p => p.Name == name + "[Pod]");
    }

    [Fact]
    public void A_firewall_at_the_border_says_nothing_of_pods()
    {
        var cluster = Connectivity.Of(Units.Of(Pods + "---\napiVersion: k8s.ovn.org/v1\nkind: EgressFirewall\nmetadata: { name: default, namespace: shop }\nspec: { egress: [{ type: Deny, to: { cidrSelector: 0.0.0.0/0 } }] }\n"));
        Assert.True(cluster.Between(Named("shop/web"), Named("shop/db")).Sure.IsAll);

        ReachEnd Named(string name) => cluster.Ends.Single(e => e.Name == name + "[Pod]");
    }
}
