using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Model.DotNet;
using SvcLint.Text;

namespace SvcLint.Cluster;

/// <summary>An address in a constant of C# code that can be one of the cluster: its host is a Service's name, or says <c>svc</c>.</summary>
/// <param name="Text">The constant.</param>
/// <param name="Address">The host in it, offsets in the constant's value.</param>
/// <param name="Name">The host as the cluster's DNS reads it.</param>
public sealed record CodeAddress(ConstantText Text, HostAddress Address, ServiceDnsName Name)
{
    /// <summary>What is wrong with the domain behind the namespace; the name is then that of the host that is meant.</summary>
    public DomainSlip? Slip { get; init; }

    /// <summary>A part of the host, by offsets in it.</summary>
    public SourceSpan Part(int start, int end) => Text.Part(Address.HostSpan.Start + start, Address.HostSpan.Start + end);

    /// <summary>The fix that writes a part of the host anew, by offsets in it; none where that part does not stand in the file as it is.</summary>
    public IReadOnlyList<Fix> Replace(int start, int end, string newText, FixSafety safety) => ReplaceInValue(Address.HostSpan.Start + start, Address.HostSpan.Start + end, newText, safety);

    /// <summary>The fix that writes another port.</summary>
    public IReadOnlyList<Fix> ReplacePort(string newText, FixSafety safety) => Address.PortSpan is { } port ? ReplaceInValue(port.Start, port.End, newText, safety) : [];

    private IReadOnlyList<Fix> ReplaceInValue(int start, int end, string newText, FixSafety safety) =>
        Text.IsPlain(start, end, out var span) ? [new Fix($"Write {newText}", safety, [new TextEdit(span, newText)])] : [];

    /// <summary>
    /// The addresses of the code. A short name as a fallback is left out: it is for where nothing is configured, a developer's machine.
    /// </summary>
    public static IEnumerable<CodeAddress> Of(Repository repository)
    {
        foreach (var text in repository.Files.SelectMany(f => f.Code?.Texts ?? []))
        {
            foreach (var address in HostAddress.Parse(text.Value))
            {
                var slip = repository.SlipOf(address.Host);
                if (ServiceDnsName.TryParse(slip?.Meant ?? address.Host, out var name)
                    && (name.IsQualified || (address.Form != AddressForm.Name && !text.IsFallback && repository.ServicesNamed(name.Name).Count > 0)))
                {
                    yield return new CodeAddress(text, address, name) { Slip = slip };
                }
            }
        }
    }
}
