import { Activity, Bell, Boxes, ClipboardList, HardHat, LayoutDashboard, Network, Router, type LucideIcon } from 'lucide-react';
import { links } from '../links.ts';

/** A screen of the navigation: where it is, what leads there, and what a viewer needs to have any use for it. */
export interface Destination {
  readonly name: 'overview' | 'alarms' | 'workOrders' | 'myWork' | 'assets' | 'trends' | 'inventory' | 'gateways';
  readonly href: string;
  readonly icon: LucideIcon;
  /** The letter after G. */
  readonly letter: string;
  /** One of them is enough. None: everybody. */
  readonly permissions: readonly string[];
}

export const destinations: readonly Destination[] = [
  { name: 'overview', href: links.overview(), icon: LayoutDashboard, letter: 'o', permissions: [] },
  { name: 'alarms', href: links.alarms(), icon: Bell, letter: 'a', permissions: ['read:alerts'] },
  { name: 'workOrders', href: links.workOrders(), icon: ClipboardList, letter: 'w', permissions: ['read:work-orders'] },
  { name: 'myWork', href: links.myWork(), icon: HardHat, letter: 'm', permissions: ['execute:work-orders'] },
  { name: 'assets', href: links.assets(), icon: Network, letter: 's', permissions: ['read:assets'] },
  { name: 'trends', href: links.trends(), icon: Activity, letter: 't', permissions: ['read:telemetry'] },
  { name: 'inventory', href: links.inventory(), icon: Boxes, letter: 'i', permissions: ['read:inventory'] },
  { name: 'gateways', href: links.gateways(), icon: Router, letter: 'y', permissions: ['read:telemetry', 'manage:gateways'] },
];

/** Those that the viewer has a use for. */
export function destinationsFor(can: (permission: string) => boolean): readonly Destination[] {
  return destinations.filter(({ permissions }) => permissions.length === 0 || permissions.some(can));
}

/** What stands at the bottom of a phone: a technician's own day first, an operator's alarms first; the rest is under More. */
export function phoneDestinations(can: (permission: string) => boolean): readonly Destination[] {
  const own = destinationsFor(can);
  const order = can('execute:work-orders') ? ['myWork', 'alarms', 'workOrders'] : ['overview', 'alarms', 'workOrders'];
  const found = order.flatMap((name) => own.filter((each) => each.name === name));
  return found.length > 0 ? found : own.slice(0, 3);
}

/** Whether a path belongs to a destination. */
export function isAt(path: string, href: string): boolean {
  return href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
}
