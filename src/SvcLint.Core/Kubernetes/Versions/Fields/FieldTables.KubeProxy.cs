namespace SvcLint.Kubernetes;

public static partial class FieldTables
{
    public const string KubeProxyGroupVersion = "kubeproxy.config.k8s.io/v1alpha1";

    // kube-proxy's configuration is in no OpenAPI document: from its published Go types.
    private static string? KubeProxy(string type) => type switch
    {
        "KubeProxyConfiguration" => "apiVersion:s bindAddress:s bindAddressHardFail:b clientConnection:ClientConnectionConfiguration clusterCIDR:s configSyncPeriod:d conntrack:KubeProxyConntrackConfiguration detectLocal:DetectLocalConfiguration detectLocalMode:s enableProfiling:b featureGates:{b healthzBindAddress:s hostnameOverride:s iptables:KubeProxyIPTablesConfiguration ipvs:KubeProxyIPVSConfiguration kind:s logging:LoggingConfiguration@28- metricsBindAddress:s mode:s nftables:KubeProxyNFTablesConfiguration@29- nodePortAddresses:*s oomScoreAdj:i portRange:s showHiddenMetricsForVersion:s windowsRunAsService:b@31- winkernel:KubeProxyWinkernelConfiguration",
        "ClientConnectionConfiguration" => "acceptContentTypes:s burst:i contentType:s kubeconfig:s qps:n",
        "DetectLocalConfiguration" => "bridgeInterface:s interfaceNamePrefix:s",
        "KubeProxyConntrackConfiguration" => "maxPerCore:i min:i tcpBeLiberal:b@29- tcpCloseWaitTimeout:D tcpEstablishedTimeout:D udpStreamTimeout:d@29- udpTimeout:d@29-",
        "KubeProxyIPTablesConfiguration" => "localhostNodePorts:b masqueradeAll:b masqueradeBit:i minSyncPeriod:d syncPeriod:d",
        "KubeProxyIPVSConfiguration" => "excludeCIDRs:*s minSyncPeriod:d scheduler:s strictARP:b syncPeriod:d tcpFinTimeout:d tcpTimeout:d udpTimeout:d",
        "KubeProxyNFTablesConfiguration" => "masqueradeAll:b masqueradeBit:i minSyncPeriod:d syncPeriod:d",
        "KubeProxyWinkernelConfiguration" => "enableDSR:b forwardHealthCheckVip:b networkName:s rootHnsEndpointName:s sourceVip:s",
        "LoggingConfiguration" => "flushFrequency:e format:s options:LoggingFormatOptions verbosity:u vmodule:*LoggingVModuleItem",
        "LoggingFormatOptions" => "json:LoggingOutputOptions text:LoggingOutputOptions@30-",
        "LoggingOutputOptions" => "infoBufferSize:q splitStream:b",
        "LoggingVModuleItem" => "filePattern:s verbosity:u",
        _ => null,
    };
}
