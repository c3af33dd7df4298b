#:project ../src/SvcLint.Core/SvcLint.Core.csproj
// Compares ApiTable with the kinds that Kubernetes' published OpenAPI documents have.
//
//   dotnet run tools/CheckApiTable.cs -- FOLDER
//
// FOLDER holds api/openapi-spec/swagger.json of some releases, renamed to 1.26.json, 1.27.json and so on. A kind counts where objects of it can be
// created. Nothing is written: names every kind that begins or ends elsewhere, with what the documents say, and exits with 1 where there is one.

using System.Globalization;
using System.Text.Json;
using SvcLint.Kubernetes;

if (args is not [var folder] || !Directory.Exists(folder) || Directory.GetFiles(folder, "1.*.json") is not { Length: > 0 } files)
{
    Console.Error.WriteLine("usage: dotnet run tools/CheckApiTable.cs -- FOLDER, where FOLDER has 1.26.json and so on");
    return 2;
}

// Questions to the API server and its own bookkeeping, which are in no manifest.
string[] others = ["authentication.k8s.io", "internal.apiserver.k8s.io"];
string[] questions = ["v1/Binding", "v1/ComponentStatus"];
var minors = files.Select(f => int.Parse(Path.GetFileNameWithoutExtension(f)[2..], CultureInfo.InvariantCulture)).Order().ToArray();
var served = minors.ToDictionary(m => m, m => Kinds(Path.Combine(folder, $"1.{m}.json")));
var differences = 0;
foreach (var name in served.Values.SelectMany(k => k).Concat(ApiTable.Entries.Select(e => e.Name)).Distinct().Order(StringComparer.Ordinal))
{
    var slash = name.LastIndexOf('/');
    var entry = ApiTable.Find(name[..slash], name[(slash + 1)..]);
    var wrong = minors.Where(m => served[m].Contains(name) != (entry?.ExistsIn(new KubernetesVersion(m)) == true)).ToArray();
    if (wrong.Length > 0)
    {
        differences++;
        Console.WriteLine($"{name} {(served[wrong[0]].Contains(name) ? "is" : "is not")} in {string.Join(", ", wrong.Select(m => $"1.{m}"))}; {(entry is null ? "the table does not have it" : $"the table says {Life(entry)}")}");
    }
}

Console.WriteLine($"{served.Values.SelectMany(k => k).Distinct().Count()} kinds, {differences} differences, {string.Join(", ", minors.Select(m => $"1.{m}"))}");
return differences == 0 ? 0 : 1;

static string Life(ApiEntry entry) => $"{(entry.Since is { } since ? $"from {since}" : "from the beginning")}{(entry.Removed is { } removed ? $", gone in {removed}" : "")}";

HashSet<string> Kinds(string document)
{
    using var json = JsonDocument.Parse(File.ReadAllText(document));
    return
    [
        .. from path in json.RootElement.GetProperty("paths").EnumerateObject()
           where !path.Name.Contains("{name}", StringComparison.Ordinal) && path.Value.TryGetProperty("post", out _)
           let post = path.Value.GetProperty("post")
           where post.TryGetProperty("x-kubernetes-group-version-kind", out _)
           let kind = post.GetProperty("x-kubernetes-group-version-kind")
           let @group = kind.GetProperty("group").GetString()
           where !others.Contains(@group)
           let name = $"{(@group!.Length == 0 ? "" : @group + "/")}{kind.GetProperty("version").GetString()}/{kind.GetProperty("kind").GetString()}"
           where !questions.Contains(name)
           select name,
    ];
}
