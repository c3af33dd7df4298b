using SvcLint.Text;

namespace SvcLint.Cluster.Applications;

/// <summary>
/// Tells which of the repositories that applications name is the one that was read. The configuration decides, then git's own remotes; else the
/// repository whose paths are found here, where no other one's are as well. Any other repository stays unknown.
/// </summary>
internal sealed class RepositoryMap
{
    /// <summary>Starts the name of a repository of which only the source's name is known.</summary>
    public const string Unnamed = "source:";

    private const string Elsewhere = "//";

    // Behind it stands a revision that is not what was read.
    private const char At = '#';

    private static readonly HashSet<string> Read = new(StringComparer.Ordinal) { "", "HEAD", "main", "master", "trunk" };

    private readonly FolderTree _folders;
    private readonly IReadOnlyList<string> _roots;
    private readonly Dictionary<string, string> _mapped = new(StringComparer.Ordinal);
    private readonly HashSet<string> _remotes;
    private readonly Dictionary<string, HashSet<string>> _paths = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _verdicts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _bootstraps = new(StringComparer.Ordinal);
    private readonly HashSet<string> _artifacts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _revisions = new(StringComparer.Ordinal);
    private Dictionary<string, int>? _found;
    private IReadOnlyList<KeyValuePair<string, int>>? _most;

    public RepositoryMap(FolderTree folders, UnitOptions options)
    {
        _folders = folders;
        _roots = [.. options.Roots.Prepend("").Distinct()];
        _remotes = [.. options.Remotes.Select(Normal)];
        foreach (var mapping in options.Configuration.Repositories)
        {
            if (mapping.Folder is { } folder && RelativePath.Resolve(options.Configuration.Folder, folder.Length == 0 ? "." : folder) is { } resolved)
            {
                _mapped[Normal(mapping.Url)] = resolved;
            }
            else
            {
                _mapped[Normal(mapping.Url)] = Elsewhere;
            }
        }
    }

    /// <summary>One spelling for a repository: without scheme, user and ending.</summary>
    public static string Normal(string url)
    {
        var text = url.Trim();
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
        {
            text = text.Substring(scheme + 3);
        }
        else if (text.IndexOf(':') is > 0 and var colon && text.IndexOf('/') is var slash && (slash < 0 || colon < slash))
        {
            text = text.Substring(0, colon) + "/" + text.Substring(colon + 1);
        }

        var at = text.IndexOf('@');
        if (at >= 0 && at < (text.IndexOf('/') is >= 0 and var end ? end : text.Length))
        {
            text = text.Substring(at + 1);
        }

        var path = text.IndexOf('/');
        var port = text.IndexOf(':');
        if (port > 0 && path > port)
        {
            text = text.Substring(0, port) + text.Substring(path);
        }

        text = text.TrimEnd('/');
        return (text.EndsWith(".git", StringComparison.Ordinal) ? text.Substring(0, text.Length - 4) : text).ToLowerInvariant();
    }

    /// <summary>A revision of a repository that somebody deploys.</summary>
    public void TellRevision(string url, string? revision)
    {
        var repository = Normal(url);
        if (!_revisions.TryGetValue(repository, out var revisions))
        {
            _revisions.Add(repository, revisions = new HashSet<string>(StringComparer.Ordinal));
        }

        revisions.Add(Branch(revision));
    }

    /// <summary>
    /// What a repository at a revision is called. The files that were read are those of its main branch, or of the only branch that is named; a tag,
    /// a commit or another branch holds other ones.
    /// </summary>
    public string Key(string url, string? revision)
    {
        var repository = Normal(url);
        var branch = Branch(revision);
        return branch.Length == 0 || Placeholder.Is(branch) || _mapped.ContainsKey(repository) || (!IsVersion(branch) && _revisions.TryGetValue(repository, out var all) && all.Count == 1) ? repository : repository + At + branch;
    }

    /// <summary>True for a repository at a revision that is not what was read.</summary>
    public static bool IsOtherRevision(string repository) => repository.IndexOf(At) >= 0;

    /// <summary>True for a tag, a commit or a range of versions.</summary>
    public static bool IsVersion(string revision) =>
        revision.StartsWith("refs/tags/", StringComparison.Ordinal) || revision.IndexOfAny(['*', '>', '<', '~', '^', '=']) >= 0
        || (revision.Length > 0 && char.IsDigit(revision[revision[0] == 'v' && revision.Length > 1 ? 1 : 0]))
        || (revision.Length is >= 7 and <= 40 && revision.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f')));

    private static string Branch(string? revision)
    {
        const string Heads = "refs/heads/";
        var text = revision ?? "";
        text = text.StartsWith(Heads, StringComparison.Ordinal) ? text.Substring(Heads.Length) : text;
        return Read.Contains(text) ? "" : text;
    }

    /// <summary>A path of a repository; all of them are told before one is looked up.</summary>
    public void Tell(string repository, string path)
    {
        if (!_paths.TryGetValue(repository, out var paths))
        {
            _paths.Add(repository, paths = new HashSet<string>(StringComparer.Ordinal));
        }

        if (!Placeholder.Is(path) && RelativePath.Resolve("", path.Length == 0 ? "." : path.TrimStart('/')) is { Length: > 0 } resolved)
        {
            paths.Add(resolved);
        }
    }

    /// <summary>The folder of this repository's files that a repository is; null when it is another one, or nobody knows.</summary>
    public string? RootOf(string repository)
    {
        if (!_verdicts.TryGetValue(repository, out var root))
        {
            _verdicts.Add(repository, root = Judge(repository));
        }

        return root;
    }

    private string? Judge(string repository)
    {
        if (IsOtherRevision(repository))
        {
            return null;
        }

        if (_mapped.TryGetValue(repository, out var mapped))
        {
            return mapped == Elsewhere ? null : mapped;
        }

        if (_remotes.Contains(repository))
        {
            return "";
        }

        var isRemoteKnown = _remotes.Count > 0 && !repository.StartsWith(Unnamed, StringComparison.Ordinal);
        // A fork keeps the name of what it was forked from.
        if (isRemoteKnown && !_remotes.Any(r => RelativePath.FileName(r) == RelativePath.FileName(repository)))
        {
            return null;
        }

        var paths = _paths.TryGetValue(repository, out var told) ? told : [];
        if (_artifacts.Contains(repository))
        {
            return OfArtifact(paths);
        }

        var (root, found) = Best(paths);
        if (found > 0)
        {
            return isRemoteKnown || found > MostOfAnother(repository) ? root : null;
        }

        return !isRemoteKnown && ((Found.Count(f => f.Value > 0 || f.Key == repository) <= 1) && (_bootstraps.Contains(repository) || (IsAlone && paths.Any(p => NearestIn(p) is not null)))) ? BestRoot(paths) : null;
    }

    /// <summary>Says that a source is an artifact that was made from some folder of a repository.</summary>
    public void TellArtifact(string repository) => _artifacts.Add(repository);

    public bool IsArtifact(string repository) => _artifacts.Contains(repository);

    /// <summary>True when the configuration or git's remotes say which folder it is.</summary>
    public bool IsMapped(string repository) => _mapped.ContainsKey(repository) || _remotes.Contains(repository);

    /// <summary>False where a path that is missing rather shows that the repository is another one.</summary>
    public bool IsSure(string repository)
    {
        var paths = _paths.TryGetValue(repository, out var told) ? told : [];
        return !_artifacts.Contains(repository) && (IsMapped(repository) || Best(paths).Found * 2 >= paths.Count);
    }

    // Which folder it was made from is shown by several paths that only one folder has.
    private string? OfArtifact(HashSet<string> paths)
    {
        var candidates = _roots.Concat(_folders.List("")?.Folders ?? []).Distinct().Select(r => (Root: r, Found: paths.Count(p => _folders.Exists(RelativePath.Combine(r, p))))).Where(r => r.Found > 1).ToArray();
        var best = candidates.Length == 0 ? 0 : candidates.Max(c => c.Found);
        return best > 0 && best * 2 > paths.Count && candidates.Count(c => c.Found == best) == 1 ? candidates.First(c => c.Found == best).Root : null;
    }

    private bool IsAlone => _paths.Count(p => p.Value.Count > 0) <= 1;

    // How many paths of each repository are found here.
    private Dictionary<string, int> Found => _found ??= _paths.Where(p => !_mapped.ContainsKey(p.Key)).ToDictionary(p => p.Key, p => Best(p.Value).Found, StringComparer.Ordinal);

    private int MostOfAnother(string repository)
    {
        _most ??= [.. Found.OrderByDescending(f => f.Value).Take(2)];
        return _most.Where(f => f.Key != repository).Select(f => f.Value).DefaultIfEmpty(0).First();
    }

    /// <summary>Says that a source is named as Flux names that of the repository it was installed from.</summary>
    public void TellBootstrap(string repository) => _bootstraps.Add(repository);

    private string? NearestIn(string path) => _roots.Select(r => MissingPath.Nearest(_folders, RelativePath.Combine(r, path))).FirstOrDefault(p => p is not null);

    private string BestRoot(IEnumerable<string> paths) => _roots.FirstOrDefault(r => paths.Any(p => MissingPath.Nearest(_folders, RelativePath.Combine(r, p)) is not null)) ?? _roots[_roots.Count - 1];

    private (string Root, int Found) Best(HashSet<string> paths) => _roots
        .Select(r => (Root: r, Found: paths.Count(p => _folders.Exists(RelativePath.Combine(r, p)))))
        .Aggregate((Root: "", Found: 0), (best, next) => next.Found > best.Found ? next : best);
}
