/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ctl/lk-ctl-output.h"
#include "ctl/lk-ctl.h"

#include "base/lk-error.h"
#include "driver/onvif/lk-discovery.h"

#include <glib/gi18n.h>

#define MAX_TIMEOUT_S 600

static void
add_json_cb (const LkDiscovered *camera, gpointer data)
{
  JsonBuilder *builder = data;

  json_builder_begin_object (builder);
  lk_ctl_add_string (builder, "endpoint", camera->endpoint);
  lk_ctl_add_strings (builder, "xaddrs", (const char *const *)camera->xaddrs);
  lk_ctl_add_string (builder, "name", camera->name);
  lk_ctl_add_string (builder, "hardware", camera->hardware);
  lk_ctl_add_string (builder, "location", camera->location);
  lk_ctl_add_string (builder, "address", camera->address);
  json_builder_end_object (builder);
}

/* As they come in. */
static void
print_cb (const LkDiscovered *camera, gpointer data)
{
  guint *count = data;

  (*count)++;
  lk_ctl_print_heading (camera->name != NULL ? camera->name : camera->address);
  lk_ctl_print_row (2, _ ("Model"), camera->hardware != NULL ? camera->hardware : "-");
  for (char **xaddr = camera->xaddrs; *xaddr != NULL; xaddr++)
    lk_ctl_print_row (2, _ ("Address"), *xaddr);
  lk_ctl_print_row (2, _ ("Endpoint"), camera->endpoint);
}

static int
run_json (LkCtl *ctl, const LkDiscoveryOptions *options, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "cameras");
  json_builder_begin_array (builder);
  if (!lk_discovery_run (options, add_json_cb, builder, ctl->cancellable, error))
    return LK_CTL_FAILED;
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  lk_ctl_print_json (root);
  return LK_CTL_DONE;
}

int
lk_ctl_run_discover (LkCtl *ctl, char **arguments, GError **error)
{
  const LkDiscoveryOptions options = {
    .timeout_ms = (guint)CLAMP (ctl->timeout_s, 0, MAX_TIMEOUT_S) * 1000,
    .addresses = (const char *const *)ctl->addresses,
  };
  guint count = 0;

  if (ctl->timeout_s < 0 || ctl->timeout_s > MAX_TIMEOUT_S)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_USAGE, _ ("--timeout takes 1 to %d seconds"), MAX_TIMEOUT_S);
      return LK_CTL_FAILED;
    }
  if (ctl->json)
    return run_json (ctl, &options, error);
  if (!lk_discovery_run (&options, print_cb, &count, ctl->cancellable, error))
    return LK_CTL_FAILED;
  if (count == 0)
    g_printerr ("%s\n", _ ("No camera answered. Firewalls often drop the answers: try --address, or give the camera’s address by hand."));
  return LK_CTL_DONE;
}
