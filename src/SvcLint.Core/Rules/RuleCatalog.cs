namespace SvcLint.Rules;

/// <summary>Every rule, in the order of ids. A rule is its class, its page in <c>rules/</c> and its line here.</summary>
public static class RuleCatalog
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new Input.YamlSyntax(),
        new Input.BadConfiguration(),
        new Input.BadSuppression(),
        new Input.UnusedSuppression(),
        new Input.ExpiredSuppression(),
        new Input.RuleCrash(),
        new Wiring.SelectorMatchesNoPod(),
        new Wiring.TargetPortNameMissing(),
        new Wiring.TargetPortUndeclared(),
        new Wiring.TargetPortProtocol(),
        new Wiring.JobPodsInService(),
        new Wiring.HeadlessPortTranslation(),
        new Wiring.ServiceReferenceUnknown(),
        new Wiring.ServiceReferencePort(),
        new Wiring.RenameMissesReference(),
        new Wiring.MonitorPortMissing(),
        new Wiring.RouteNotAdmitted(),
        new Wiring.ReferenceNotGranted(),
        new Wiring.GoverningServiceNotHeadless(),
        new Wiring.GoverningServiceOtherPods(),
        new Wiring.ExternalNameAddress(),
        new Wiring.AddressPort(),
        new Wiring.AddressHost(),
        new Wiring.AddressNamespace(),
        new Wiring.ProbePortNameMissing(),
        new Wiring.ProbePortUndeclared(),
        new Wiring.ProbeHostLoopback(),
        new Wiring.ObjectDeclaredTwice(),
        new Traffic.ExternalLocalFewPods(),
        new Traffic.InternalLocalWithoutDaemonSet(),
        new Traffic.TopologyWithoutEffect(),
        new Traffic.TopologyModeValue(),
        new Traffic.TopologyAnnotationWins(),
        new Traffic.AffinityWithoutEffect(),
        new Traffic.AffinityConfigDropped(),
        new Traffic.NotReadyBehindLoadBalancer(),
        new Traffic.PreStopOutlastsGrace(),
        new Traffic.RecreateDropsConnections(),
        new Traffic.NoReadinessProbe(),
        new Traffic.NodePortsDeclaredThoughDisabled(),
        new Traffic.DnsPolicyOnHostNetwork(),
        new Traffic.PeerDnsBeforeReady(),
        new Traffic.PeerBeyondReplicas(),
        new LoadBalancers.SourceRangesOpen(),
        new LoadBalancers.SourceRangeHostBits(),
        new LoadBalancers.SourceRangeRedundant(),
        new LoadBalancers.SourceRangesOtherFamily(),
        new LoadBalancers.SourceRangesLackFamily(),
        new LoadBalancers.PrivateRangesOnPublicLoadBalancer(),
        new LoadBalancers.SourceRangesAnnotationIgnored(),
        new LoadBalancers.SourceRangesNotRead(),
        new LoadBalancers.NodePortBypassesSourceRanges(),
        new LoadBalancers.LoadBalancerIPDeprecated(),
        new LoadBalancers.LoadBalancerClassMisspelt(),
        new LoadBalancers.LoadBalancerClassOfOtherProvider(),
        new LoadBalancers.SourceRangeInServiceNetwork(),
        new LoadBalancers.AnnotationMisspelt(),
        new LoadBalancers.AnnotationBadValue(),
        new LoadBalancers.AnnotationSuperseded(),
        new LoadBalancers.AnnotationWithoutEffect(),
        new LoadBalancers.AnnotationConflict(),
        new LoadBalancers.AnnotationIncomplete(),
        new LoadBalancers.AnnotationsOfSeveralClouds(),
        new LoadBalancers.AnnotationPortUnknown(),
        new NetworkPolicies.PolicySelectsNoPod(),
        new NetworkPolicies.PolicyPeerSelectsNoPod(),
        new NetworkPolicies.PolicyPortOfService(),
        new NetworkPolicies.PolicyPortUndeclared(),
        new NetworkPolicies.PolicyPortNameMissing(),
        new NetworkPolicies.NamespaceSelectorMatchesNone(),
        new NetworkPolicies.EgressWithoutDns(),
        new NetworkPolicies.PolicyRulesIgnored(),
        new NetworkPolicies.EgressPolicyIsolatesIngress(),
        new NetworkPolicies.PolicyPeerSplit(),
        new NetworkPolicies.PolicyRuleSplit(),
        new NetworkPolicies.PolicyAdmitsEverybody(),
        new NetworkPolicies.PolicyExceptReadmitted(),
        new NetworkPolicies.IPBlockNamesClusterIP(),
        new NetworkPolicies.PolicySelectsHostNetworkPods(),
        new NetworkPolicies.PolicyBlocksClient(),
        new NetworkPolicies.PolicyCutsOffServicePort(),
        new NetworkPolicies.PolicyPortEntryEmpty(),
        new NetworkPolicies.PolicyWithoutPodSelector(),
        new Endpoints.SliceWithoutServiceName(),
        new Endpoints.EndpointsOfUnknownService(),
        new Endpoints.EndpointPortNotOfService(),
        new Endpoints.SliceFamilyNotOfService(),
        new Endpoints.SliceManagedByController(),
        new Endpoints.EndpointsBesideSelector(),
        new Endpoints.EndpointIsClusterIP(),
        new Endpoints.EndpointListedTwice(),
        new Endpoints.EndpointsNeverReady(),
        new Endpoints.SliceIgnoredByKubeProxy(),
        new Endpoints.SlicePartIgnored(),
        new Endpoints.EndpointsAndSlices(),
        new Endpoints.EndpointPortNotTargetPort(),
        new Conflicts.NodePortTaken(),
        new Conflicts.ClusterIPTaken(),
        new Conflicts.ExternalIPTaken(),
        new Conflicts.HostPortInNodePortRange(),
        new DotNet.SettingsAddressPort(),
    ];

    /// <summary>The rule of a class.</summary>
    internal static T Get<T>()
        where T : Rule => All.OfType<T>().Single();

    public static Rule? Find(string idOrName)
    {
        foreach (var rule in All)
        {
            if (string.Equals(rule.Info.Id, idOrName, StringComparison.OrdinalIgnoreCase) || rule.Info.Name == idOrName)
            {
                return rule;
            }
        }

        return null;
    }

    /// <summary>Where a rule's page lies, pinned to the version that speaks: an old tool links to the old page.</summary>
    public static string HelpLink(string ruleId, string version) =>
        $"https://github.com/svclint/svclint/blob/v{version}/rules/{ruleId}.md";
}
