using System.Text.Json.Nodes;
using SvcLint.Validation;

namespace SvcLint.Core.Tests.Schemas;

/// <summary>What validation asks of several fields of a type together, as far as a schema can say it.</summary>
internal static class TypeRules
{
    public static IReadOnlyList<JsonNode> Of(string type) => type switch
    {
        "ObjectMeta" => [Any(Filled("name"), Filled("generateName"))],
        "ServiceSpec" =>
        [
            When(Is("type", "ExternalName"), Filled("externalName")),
            When(Is("type", "ExternalName"), new JsonObject { ["properties"] = new JsonObject { ["externalName"] = Optional(ValueFormat.ExternalName) } }),
            Any(Is("type", "ExternalName"), Is("clusterIP", "None"), Some("ports")),
            When(Is("type", "NodePort", "LoadBalancer"), Not(Is("clusterIP", "None"))),
            When(Is("type", "ExternalName"), Not(Any(Given("ipFamilyPolicy"), Some("ipFamilies"), Some("clusterIPs"), Filled("clusterIP")))),
            When(Not(Is("type", "ExternalName")), new JsonObject { ["properties"] = new JsonObject { ["clusterIP"] = Address(), ["clusterIPs"] = new JsonObject { ["items"] = Address() } } }),
            When(Not(Is("type", "ExternalName")), When(Some("clusterIPs"), Filled("clusterIP"))),
            When(Any(Given("loadBalancerClass"), Given("allocateLoadBalancerNodePorts"), Some("loadBalancerSourceRanges")), Is("type", "LoadBalancer")),
            When(NotZero("healthCheckNodePort"), And(Is("type", "LoadBalancer"), Is("externalTrafficPolicy", "Local"))),
            When(Filled("externalTrafficPolicy"), Any(Is("type", "NodePort", "LoadBalancer"), And(Some("externalIPs"), Not(Is("type", "ExternalName"))))),
            When(Any(Not(Given("type")), Is("type", "", "ClusterIP")), Each("ports", Not(NotZero("nodePort")))),
            When(new JsonObject { ["required"] = new JsonArray("ports"), ["properties"] = new JsonObject { ["ports"] = new JsonObject { ["type"] = "array", ["minItems"] = 2 } } }, Each("ports", Filled("name"))),
        ],
        "EndpointSubset" =>
        [
            Any(Some("addresses"), Some("notReadyAddresses")),
            When(new JsonObject { ["required"] = new JsonArray("ports"), ["properties"] = new JsonObject { ["ports"] = new JsonObject { ["type"] = "array", ["minItems"] = 2 } } }, Each("ports", Filled("name"))),
        ],
        "EndpointSlice" =>
        [
            When(Is("addressType", "IPv4"), Addresses(ValueFormat.IPv4)),
            When(Is("addressType", "IPv6"), Addresses(ValueFormat.IPv6)),
            When(Is("addressType", "FQDN"), Addresses(ValueFormat.FullyQualified)),
        ],
        "NetworkPolicyPeer" =>
        [
            Any(Given("ipBlock"), Given("podSelector"), Given("namespaceSelector")),
            When(Given("ipBlock"), Not(Any(Given("podSelector"), Given("namespaceSelector")))),
        ],
        "NetworkPolicyPort" => [When(Given("endPort"), new JsonObject { ["required"] = new JsonArray("port"), ["properties"] = new JsonObject { ["port"] = new JsonObject { ["type"] = "integer" } } })],
        "LabelSelectorRequirement" =>
        [
            When(Is("operator", LabelSelectorValidation.ValueOperators), Some("values")),
            When(Is("operator", LabelSelectorValidation.KeyOperators), Not(Some("values"))),
        ],
        "KubeProxyConfiguration" =>
        [
            When(Is("mode", "ipvs"), Section("ipvs", ("syncPeriod", ValueFormat.PositiveDuration), ("minSyncPeriod", ValueFormat.PositiveDuration), ("tcpTimeout", ValueFormat.PositiveDuration), ("tcpFinTimeout", ValueFormat.PositiveDuration), ("udpTimeout", ValueFormat.PositiveDuration))),
            When(Is("mode", "ipvs"), Section("ipvs", "excludeCIDRs", new JsonObject { ["items"] = Matches(ValueFormat.Cidr, isText: true) })),
            When(Is("mode", "nftables"), Section("nftables", ("syncPeriod", ValueFormat.PositiveDuration), ("minSyncPeriod", ValueFormat.PositiveDuration))),
            When(Is("mode", "nftables"), Section("nftables", "masqueradeBit", new JsonObject { ["minimum"] = 0, ["maximum"] = KubeProxyValidation.MostMasqueradeBit })),
            When(Is("detectLocalMode", "BridgeInterface"), Partner("bridgeInterface")),
            When(Is("detectLocalMode", "InterfaceNamePrefix"), Partner("interfaceNamePrefix")),
            When(Any(Not(Filled("detectLocalMode")), Is("detectLocalMode", "ClusterCIDR")), new JsonObject { ["properties"] = new JsonObject { ["clusterCIDR"] = Optional(ValueFormat.ClusterCidrs) } }),
        ],
        _ => [],
    };

    private static JsonObject Any(params JsonNode[] schemas) => new() { ["anyOf"] = new JsonArray(schemas) };

    private static JsonObject And(params JsonNode[] schemas) => new() { ["allOf"] = new JsonArray(schemas) };

    private static JsonObject Not(JsonNode schema) => new() { ["not"] = schema };

    private static JsonObject When(JsonNode condition, JsonNode then) => Any(Not(condition), then);

    private static JsonObject With(string field, JsonObject value) =>
        new() { ["required"] = new JsonArray(field), ["properties"] = new JsonObject { [field] = value } };

    private static JsonObject Given(string field) => With(field, Not(new JsonObject { ["type"] = "null" }));

    private static JsonObject Filled(string field) => With(field, new JsonObject { ["type"] = "string", ["minLength"] = 1 });

    private static JsonObject Some(string field) => With(field, new JsonObject { ["type"] = "array", ["minItems"] = 1 });

    private static JsonObject NotZero(string field) => With(field, Not(new JsonObject { ["enum"] = new JsonArray(0, null) }));

    private static JsonObject Is(string field, params string[] values) => With(field, new JsonObject { ["enum"] = new JsonArray([.. values.Select(v => (JsonNode)v)]) });

    private static JsonObject Each(string list, JsonObject item) => new() { ["properties"] = new JsonObject { [list] = new JsonObject { ["items"] = item } } };

    private static JsonObject Matches(ValueFormat format, bool isText = false) =>
        isText ? new JsonObject { ["type"] = "string", ["pattern"] = format.Pattern } : new JsonObject { ["pattern"] = format.Pattern };

    private static JsonObject Optional(ValueFormat format) => new() { ["pattern"] = $"^$|{format.Pattern}" };

    private static JsonObject Address() => new() { ["pattern"] = $"^(?:None)?$|{ValueFormat.IP.Pattern}" };

    private static JsonObject Addresses(ValueFormat format) => Each("endpoints", Each("addresses", Matches(format)));

    private static JsonObject Section(string section, params (string Field, ValueFormat Format)[] fields) => new()
    {
        ["properties"] = new JsonObject
        {
            [section] = new JsonObject { ["properties"] = new JsonObject(fields.Select(f => KeyValuePair.Create(f.Field, (JsonNode?)Matches(f.Format)))) },
        },
    };

    private static JsonObject Section(string section, string field, JsonObject value) =>
        new() { ["properties"] = new JsonObject { [section] = new JsonObject { ["properties"] = new JsonObject { [field] = value } } } };

    private static JsonObject Partner(string field) => With("detectLocal", And(new JsonObject { ["type"] = "object" }, Filled(field)));
}
