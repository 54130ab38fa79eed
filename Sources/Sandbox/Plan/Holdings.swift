/// What exists outside of a sandbox as long as it, and is taken down behind it.
///
/// A layer above declares it, whose steps make and change it: see `LaunchState.holdings(as:)`.
package protocol Holdings: AnyObject {}
