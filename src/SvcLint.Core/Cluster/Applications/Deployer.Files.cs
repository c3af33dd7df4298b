namespace SvcLint.Cluster.Applications;

/// <content>Files that are no Kubernetes objects.</content>
internal sealed partial class Deployer
{
    private void FollowFiles()
    {
    }
}
