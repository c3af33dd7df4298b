using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using SvcLint.Kubernetes;

namespace SvcLint.Core.Tests.Emulation;

/// <summary>A network namespace of the real kernel; everything in it vanishes with it.</summary>
internal sealed partial class NetworkNamespace : IDisposable
{
    private const int CloneNewNet = 0x40000000;

    private NetworkNamespace(string name) => Name = name;

    public string Name { get; }

    /// <summary>Why this machine can run no kernel tests, or null.</summary>
    public static string? Unavailable { get; } = Probe();

    public static NetworkNamespace Create(string role)
    {
        var name = $"svclint-{role}-{Guid.NewGuid().ToString("N")[..8]}";
        Execute("ip", ["netns", "add", name], null);
        var created = new NetworkNamespace(name);
        created.Run("ip", "link", "set", "lo", "up");
        return created;
    }

    public void Run(string program, params string[] arguments) => Execute("ip", ["netns", "exec", Name, program, .. arguments], null);

    /// <summary>What a program prints.</summary>
    public string Output(string program, params string[] arguments) => Execute("ip", ["netns", "exec", Name, program, .. arguments], null);

    public void Feed(string program, string input, params string[] arguments) => Execute("ip", ["netns", "exec", Name, program, .. arguments], input);

    /// <summary>Makes a socket that belongs to the namespace, whichever thread uses it later.</summary>
    public Socket Socket(SocketType type, IPFamily family)
    {
        Socket? socket = null;
        var thread = new Thread(() =>
        {
            using var handle = File.OpenHandle("/run/netns/" + Name);
            if (SetNamespace((int)handle.DangerousGetHandle(), CloneNewNet) == 0)
            {
                socket = new Socket(family == IPFamily.IPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, type, type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp);
            }
        });
        thread.Start();
        thread.Join();
        return socket ?? throw new InvalidOperationException("No socket in " + Name);
    }

    public void Dispose() => Execute("ip", ["netns", "del", Name], null);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int descriptor, int kind);

    private static string? Probe()
    {
        try
        {
            using var probe = Create("probe");
            probe.Run("iptables", "-t", "nat", "-S");
            probe.Run("nft", "list", "ruleset");
            return null;
        }
        catch (Exception problem) when (problem is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return "Needs root, network namespaces, iptables and nft: " + problem.Message;
        }
    }

    private static string Execute(string program, string[] arguments, string? input)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException(program);
        process.StandardInput.Write(input ?? "");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error}{output.Result}");
        }

        return output.Result;
    }
}
