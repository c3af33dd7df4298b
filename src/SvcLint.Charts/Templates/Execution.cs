namespace SvcLint.Charts.Templates;

/// <summary>One rendering of a chart: its settings, and how much it may still do.</summary>
public sealed class Execution
{
    private const int StepsOfValue = 8;

    private readonly List<string> _warnings = [];
    private static readonly GoString UnsetText = new("unset", Origin.Unknown);
    private static readonly GoString UnsetNull = new("null", Origin.Unknown);

    private readonly List<Origin> _unset = [];
    private readonly HashSet<Origin> _shown = [];
    private long _steps;
    private long _output;

    public Execution(RenderSettings settings, CancellationToken cancellation = default)
    {
        Settings = settings;
        Cancellation = cancellation;
    }

    public RenderSettings Settings { get; }

    public CancellationToken Cancellation { get; }

    /// <summary>What Helm would log.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Keys of values that nobody set and that were shown: see <see cref="RenderSettings.IsUnsetUnknown"/>.</summary>
    public IReadOnlyList<Origin> Unset => _unset;

    /// <summary>What stands in place of a value that nobody set.</summary>
    /// <param name="key">The value's key.</param>
    /// <param name="isAlone">Whether it may be all of a YAML value, which has no value then.</param>
    internal GoString ShowUnset(Origin key, bool isAlone = false)
    {
        if (_shown.Add(key))
        {
            _unset.Add(key);
        }

        return isAlone ? UnsetNull : UnsetText;
    }

    public void Warn(string message) => _warnings.Add(message);

    /// <summary>Counts work; a function that loops calls it with the number of rounds.</summary>
    public void Spend(long steps)
    {
        _steps += steps;
        if (_steps > Settings.MaxSteps)
        {
            throw new LimitException("the chart takes more than " + Settings.MaxSteps.ToString(System.Globalization.CultureInfo.InvariantCulture) + " steps");
        }

        Cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Counts values that a function makes: each takes memory for as long as the rendering lasts.</summary>
    public void Make(long values) => Spend(values > long.MaxValue / StepsOfValue ? long.MaxValue / 2 : values * StepsOfValue);

    /// <summary>Counts characters of texts; a function that makes long ones calls it before it makes them.</summary>
    public void Write(long characters)
    {
        _output += characters;
        if (_output > Settings.MaxOutput)
        {
            throw new LimitException("the chart writes more than " + Settings.MaxOutput.ToString(System.Globalization.CultureInfo.InvariantCulture) + " characters");
        }
    }
}
