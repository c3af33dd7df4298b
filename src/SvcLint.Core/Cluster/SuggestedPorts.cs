using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>
/// The numbers that something beside the declared ports of workloads mentions. They are gathered once: many ports may be asked about, and texts
/// are not searched for each of them again.
/// </summary>
internal sealed class SuggestedPorts
{
    private readonly HashSet<int> _numbers = [];
    private readonly HashSet<HashSet<int>> _maps = [];
    private readonly bool _isOpen;

    /// <param name="workload">Whose commands, variables, probes, listeners and ConfigMaps count.</param>
    /// <param name="unit">Where it is applied.</param>
    public SuggestedPorts(Workload workload, DeploymentUnit unit)
    {
        _isOpen = ListeningEvidence.HasInjectedContainers(workload);
        foreach (var container in workload.ServingContainers())
        {
            foreach (var text in ListeningEvidence.Texts(container))
            {
                AddNumbers(text, _numbers);
            }

            _numbers.UnionWith(unit.Lookup.Listeners(container, workload).Listeners.Select(l => l.Port));
            _numbers.UnionWith(ListeningEvidence.ProbePorts(container));
        }

        _maps.UnionWith(ListeningEvidence.ConfigMaps(workload, unit).Select(unit.Lookup.NumbersIn));
    }

    /// <summary>Those of several workloads.</summary>
    public SuggestedPorts(IEnumerable<SuggestedPorts> parts)
    {
        foreach (var part in parts)
        {
            _isOpen |= part._isOpen;
            _numbers.UnionWith(part._numbers);
            _maps.UnionWith(part._maps);
        }
    }

    public bool Holds(int port) => _isOpen || _numbers.Contains(port) || _maps.Any(m => m.Contains(port));

    /// <summary>The numbers of a text; digits that belong to a longer number are none.</summary>
    public static void AddNumbers(string text, HashSet<int> numbers)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsDigit(text[i]))
            {
                continue;
            }

            var start = i;
            var number = 0L;
            var isNumber = true;
            for (; i < text.Length && char.IsDigit(text[i]); i++)
            {
                number = (number * 10) + (text[i] - '0');
                isNumber &= text[i] <= '9' && number <= int.MaxValue;
                number = isNumber ? number : 0;
            }

            // 080 is not how anybody writes port 80.
            if (isNumber && (text[start] != '0' || i == start + 1))
            {
                numbers.Add((int)number);
            }
        }
    }
}
