import ControlGroups

// The words of control groups that commands use: they import this target alone.

/// What `limit` can limit.
package typealias Resource = ControlGroups.Resource

/// How much a disk transfers in a second.
package typealias Rates = ControlGroups.Rates

/// A number that the kernel keeps of a group.
package typealias Counter = ControlGroups.Counter

/// How much of the time processes waited for a resource.
package typealias Pressure = ControlGroups.Pressure
