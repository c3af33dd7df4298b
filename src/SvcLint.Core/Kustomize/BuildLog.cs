using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary>Collects what a build used and what it could not do.</summary>
internal sealed class BuildLog
{
    private readonly List<NotHandled> _notHandled = [];
    private readonly List<KustomizeFile> _files = [];
    private readonly HashSet<KustomizeFile> _seen = [];
    private readonly HashSet<NotHandled> _said = [];

    public IReadOnlyList<NotHandled> NotHandled => _notHandled.ToArray();

    public IReadOnlyList<KustomizeFile> Files => _files.ToArray();

    public void Unsupported(SourceSpan span, string reason) => Add(span, NotHandledKind.Unsupported, reason);

    public void NotFollowed(SourceSpan span, NotHandledKind kind, string reason) => Add(span, kind, reason);

    /// <summary>More than is built: said where findings are, since nobody would look for it elsewhere.</summary>
    public void BeyondLimit(SourceSpan span, string reason) => Add(span, NotHandledKind.BeyondLimit, reason);

    public void Missing(SourceSpan span, string reason, string? path = null) => Add(span, NotHandledKind.Missing, reason, path);

    /// <summary>A file that is no YAML, which is told of the file itself.</summary>
    public void Unreadable(YamlProblem problem) => Add(problem.Span, NotHandledKind.Unreadable, problem.Message);

    public void Invalid(SourceSpan span, string reason) => Add(span, NotHandledKind.Invalid, reason);

    public void Used(string path, KustomizeRole role)
    {
        var file = new KustomizeFile(path, role);
        if (_seen.Add(file))
        {
            _files.Add(file);
        }
    }

    private void Add(SourceSpan span, NotHandledKind kind, string reason, string? path = null)
    {
        var entry = new NotHandled(span, kind, reason) { MissingPath = path };
        if (_said.Add(entry))
        {
            _notHandled.Add(entry);
        }
    }
}
