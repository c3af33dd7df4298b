using SvcLint.Cli.Hosting;

namespace SvcLint.Cli.Inputs;

/// <summary>One line on a terminal that says how far a long run is; nothing in the first second, nothing into a log.</summary>
internal sealed class Progress : IDisposable
{
    private readonly TextWriter _error;
    private readonly Timer? _timer;
    private readonly Lock _gate = new();
    private volatile string _now = "reading";
    private bool _shown;
    private bool _ended;

    public Progress(Host host)
    {
        _error = host.Error;
        if (!Console.IsErrorRedirected)
        {
            _timer = new Timer(_ => Show(), null, 1000, 200);
        }
    }

    public void Say(string now) => _now = now;

    public void Dispose()
    {
        _timer?.Dispose();
        lock (_gate)
        {
            _ended = true;
            if (_shown)
            {
                _error.Write("\r\u001b[K");
            }
        }
    }

    private void Show()
    {
        lock (_gate)
        {
            if (!_ended)
            {
                _shown = true;
                _error.Write($"\r\u001b[Ksvclint: {_now}");
            }
        }
    }
}
