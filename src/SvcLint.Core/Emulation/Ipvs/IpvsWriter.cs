using SvcLint.Emulation.Iptables;

namespace SvcLint.Emulation.Ipvs;

/// <summary>Writes the six sections of ipvs mode.</summary>
internal static class IpvsWriter
{
    public static void Write(IpvsRuleSet rules, RuleTextBuilder text)
    {
        text.Line("# sysctl");
        foreach (var sysctl in rules.Sysctls)
        {
            text.Append(sysctl.Name).Append('=').Append(sysctl.Value).EndLine();
        }

        text.Line("# kube-ipvs0");
        foreach (var address in rules.BoundAddresses)
        {
            text.Explain(address.Cause);
            text.Line(address.IP);
        }

        WriteVirtualServers(rules, text);
        WriteSets(rules, text);
        var tables = new IptablesWriter(text);
        tables.WriteJumps(rules.Jumps);
        tables.WriteRestore(rules.Tables);
    }

    private static void WriteVirtualServers(IpvsRuleSet rules, RuleTextBuilder text)
    {
        text.Line("# ipvsadm");
        if (rules.Timeouts is { } timeouts)
        {
            text.Append("--set ").Append(timeouts.Tcp).Append(' ').Append(timeouts.TcpFin).Append(' ').Append(timeouts.Udp).EndLine();
        }

        foreach (var server in rules.VirtualServers)
        {
            text.Explain(server.Cause);
            text.Line(server.Text);
            var service = server.Service;
            foreach (var real in server.RealServers)
            {
                text.Explain(real.Cause);
                text.Append("-a ").Append(service).Append(" -r ").Append(real.Address).Append(" -m -w ").Append(real.Weight).EndLine();
            }
        }
    }

    private static void WriteSets(IpvsRuleSet rules, RuleTextBuilder text)
    {
        text.Line("# ipset");
        foreach (var set in rules.Sets)
        {
            text.Line(set.Text);
            foreach (var entry in set.Entries)
            {
                text.Explain(entry.Cause);
                text.Append("add ").Append(set.Name).Append(' ').Line(entry.Text);
            }
        }
    }
}
