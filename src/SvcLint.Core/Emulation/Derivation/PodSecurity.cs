using SvcLint.Model;

namespace SvcLint.Emulation.Derivation;

/// <summary>The Pod Security Standards, as the API server's admission plugin enforces them for a labelled namespace.</summary>
internal static class PodSecurity
{
    private static readonly string[] BaselineCapabilities =
    [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
    ];

    private static readonly string[] BaselineSysctls =
    [
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_unprivileged_port_start", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range",
        "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes",
        "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem",
    ];

    private static readonly string[] SELinuxTypes = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

    private static readonly string[] RestrictedVolumes = ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"];

    /// <summary>What the level does not allow in the pod; null where all is allowed.</summary>
    public static string? Refusal(PlacedPod pod, string level)
    {
        if (level is not ("baseline" or "restricted") || pod.Spec is not { } spec)
        {
            return null;
        }

        var containers = pod.AllContainers.ToArray();
        return Baseline(spec, containers) ?? (level == "restricted" ? Restricted(spec, containers) : null);
    }

    private static string? Baseline(MappingReader spec, MappingReader[] containers)
    {
        foreach (var field in new[] { "hostNetwork", "hostPID", "hostIPC" })
        {
            if (spec.Bool(field)?.Value == true)
            {
                return field;
            }
        }

        if (PlacedPod.Maps(spec, "volumes").Any(v => v.Has("hostPath")))
        {
            return "hostPath volume";
        }

        if (PlacedPod.Maps(spec.Nested("securityContext"), "sysctls").FirstOrDefault(s => Array.IndexOf(BaselineSysctls, s.String("name")?.Value) < 0) is { } sysctl)
        {
            return $"sysctl {sysctl.String("name")?.Value}";
        }

        return Context(spec.Nested("securityContext"))
            ?? containers.Select(c => Context(c.Nested("securityContext")) ?? HostOf(c)).FirstOrDefault(r => r is not null);
    }

    // Fields that pods and containers have in common; those of one kind are absent in the other.
    private static string? Context(MappingReader? context)
    {
        if (context is null)
        {
            return null;
        }

        var selinux = context.Nested("seLinuxOptions");
        return context.Bool("privileged")?.Value == true ? "privileged"
            : context.Nested("capabilities")?.Strings("add")?.Items.FirstOrDefault(c => Array.IndexOf(BaselineCapabilities, c.Value) < 0) is { } added ? $"capability {added.Value}"
            : context.Nested("windowsOptions")?.Bool("hostProcess")?.Value == true ? "hostProcess"
            : context.String("procMount")?.Value is { } mount && mount is not ("" or "Default") ? "procMount"
            : context.Nested("seccompProfile")?.String("type")?.Value == "Unconfined" ? "seccompProfile Unconfined"
            : context.Nested("appArmorProfile")?.String("type")?.Value == "Unconfined" ? "appArmorProfile Unconfined"
            : selinux is not null && (Array.IndexOf(SELinuxTypes, selinux.String("type")?.Value ?? "") < 0 || (selinux.String("user") ?? selinux.String("role")) is { Value.Length: > 0 }) ? "seLinuxOptions"
            : null;
    }

    private static string? HostOf(MappingReader container) =>
        PlacedPod.Maps(container, "ports").Any(p => p.Int("hostPort") is { Value: not 0 }) ? "hostPort" : null;

    private static string? Restricted(MappingReader spec, MappingReader[] containers)
    {
        var ofPod = spec.Nested("securityContext");
        var contexts = containers.Select(c => c.Nested("securityContext")).ToArray();
        return PlacedPod.Maps(spec, "volumes").Any(v => v.Node is { } node && !node.Entries.All(e => e.Key is Yaml.YamlScalar { Value: "name" } || (e.Key is Yaml.YamlScalar key && Array.IndexOf(RestrictedVolumes, key.Value) >= 0))) ? "volume type"
            : contexts.Any(c => c?.Bool("allowPrivilegeEscalation")?.Value != false) ? "allowPrivilegeEscalation is not false"
            : contexts.Any(c => c?.Nested("capabilities")?.Strings("drop")?.Items.Any(d => d.Value == "ALL") != true) ? "capabilities are not dropped"
            : contexts.Any(c => c?.Nested("capabilities")?.Strings("add")?.Items.Any(a => a.Value != "NET_BIND_SERVICE") == true) ? "added capabilities"
            : ofPod?.Bool("runAsNonRoot")?.Value == false || contexts.Any(c => (c?.Bool("runAsNonRoot") ?? ofPod?.Bool("runAsNonRoot"))?.Value != true) ? "runAsNonRoot is not true"
            : ofPod?.Long("runAsUser")?.Value == 0 || contexts.Any(c => c?.Long("runAsUser")?.Value == 0) ? "runAsUser is 0"
            : contexts.Any(c => (c?.Nested("seccompProfile") ?? ofPod?.Nested("seccompProfile"))?.String("type")?.Value is not ("RuntimeDefault" or "Localhost")) ? "seccompProfile is not RuntimeDefault"
            : null;
    }
}
