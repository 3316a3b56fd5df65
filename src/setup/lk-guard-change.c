/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-guard-private.h"

#include "base/lk-error.h"

static gboolean
set_enabled (LkCamera *camera, gboolean enabled, GCancellable *cancellable, GError **error)
{
  LkTabChange change = LK_TAB_CHANGE_KEEP;
  g_autoptr (LkSslTab) tab = NULL;

  change.client_enabled = enabled;
  tab = lk_camera_apply (camera, &change, cancellable, error);
  return tab != NULL;
}

static gboolean
enable (LkCamera *camera, gpointer data, GCancellable *cancellable, GError **error)
{
  return set_enabled (camera, TRUE, cancellable, error);
}

static gboolean
disable (LkCamera *camera, gpointer data, GCancellable *cancellable, GError **error)
{
  return set_enabled (camera, FALSE, cancellable, error);
}

static gboolean
is_enabled (LkGuardRun *run, LkSslTab *tab)
{
  return lk_ssl_tab_get_fields (tab)->client_enabled;
}

static gboolean
is_disabled (LkGuardRun *run, LkSslTab *tab)
{
  return !lk_ssl_tab_get_fields (tab)->client_enabled;
}

/* A camera that could not be disabled is as it was: there is nothing to put back. */
static gboolean
leave (LkCamera *camera, gpointer data, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

/* Trusted CA certificates while client authentication is on: first in, then out, so that the set
 * never gets smaller than it has to be. */

static gboolean
has (GPtrArray *certificates, LkCertificate *certificate)
{
  for (guint i = 0; certificates != NULL && i < certificates->len; i++)
    if (lk_certificate_equal (g_ptr_array_index (certificates, i), certificate))
      return TRUE;
  return FALSE;
}

static gboolean
import_all (
  LkCamera *camera, GPtrArray *wanted, GPtrArray *left, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; wanted != NULL && i < wanted->len; i++)
    {
      LkCertificate *certificate = g_ptr_array_index (wanted, i);
      g_autoptr (LkSslTab) tab = NULL;
      g_autoptr (GError) failure = NULL;

      if (has (left, certificate))
        continue;
      tab = lk_camera_import_ca (camera, 0, certificate, cancellable, &failure);
      if (g_error_matches (failure, LK_ERROR, LK_ERROR_FULL) && left != NULL)
        g_ptr_array_add (left, g_object_ref (certificate));
      else if (tab == NULL && !g_error_matches (failure, LK_ERROR, LK_ERROR_EXISTS))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
delete_certificate (LkCamera *camera,
                    LkCertificate *certificate,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (LkSslTab) tab = lk_camera_read_tab (camera, cancellable, error);
  g_autoptr (LkSslTab) after = NULL;
  guint slot = tab != NULL ? lk_ssl_tab_find_trusted (tab, certificate) : 0;

  if (tab == NULL || slot == 0)
    return tab != NULL;
  after = lk_camera_delete_ca (camera, slot, cancellable, error);
  return after != NULL;
}

static gboolean
delete_all (
  LkCamera *camera, GPtrArray *unwanted, GPtrArray *left, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; unwanted != NULL && i < unwanted->len; i++)
    {
      if (!delete_certificate (camera, g_ptr_array_index (unwanted, i), cancellable, error))
        return FALSE;
      /* Room was made: whatever did not fit before goes in at once. */
      if (left->len > 0)
        {
          g_autoptr (GPtrArray) waiting = g_ptr_array_copy (left, (GCopyFunc)g_object_ref, NULL);

          g_ptr_array_set_free_func (waiting, g_object_unref);
          g_ptr_array_set_size (left, 0);
          if (!import_all (camera, waiting, left, cancellable, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
exchange (
  LkCamera *camera, GPtrArray *in, GPtrArray *out, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) left = g_ptr_array_new_with_free_func (g_object_unref);

  return import_all (camera, in, left, cancellable, error) &&
         delete_all (camera, out, left, cancellable, error) &&
         import_all (camera, left, NULL, cancellable, error);
}

static gboolean
change_trusted (LkCamera *camera, gpointer data, GCancellable *cancellable, GError **error)
{
  LkGuardRun *run = data;

  return exchange (camera, run->add, run->unwanted, cancellable, error);
}

/* What is on the camera now and was not before. */
static GPtrArray *
list_new (LkGuardRun *run, LkSslTab *tab)
{
  GPtrArray *added = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint slot = 1; slot <= LK_MAX_TRUSTED; slot++)
    {
      LkTabCertificate *shown = lk_ssl_tab_get_trusted (tab, slot);
      LkCertificate *whole = shown != NULL ? lk_tab_certificate_get_certificate (shown) : NULL;

      if (whole != NULL && !has (run->trusted_before, whole))
        g_ptr_array_add (added, g_object_ref (whole));
    }
  return added;
}

static gboolean
restore_trusted (LkCamera *camera, gpointer data, GCancellable *cancellable, GError **error)
{
  LkGuardRun *run = data;
  g_autoptr (LkSslTab) tab = lk_camera_read_tab (camera, cancellable, error);
  g_autoptr (GPtrArray) added = tab != NULL ? list_new (run, tab) : NULL;

  return added != NULL && exchange (camera, run->trusted_before, added, cancellable, error);
}

static gboolean
is_trusted_changed (LkGuardRun *run, LkSslTab *tab)
{
  for (guint i = 0; run->unwanted != NULL && i < run->unwanted->len; i++)
    if (lk_ssl_tab_find_trusted (tab, g_ptr_array_index (run->unwanted, i)) != 0)
      return FALSE;
  for (guint i = 0; run->add != NULL && i < run->add->len; i++)
    if (lk_ssl_tab_find_trusted (tab, g_ptr_array_index (run->add, i)) == 0)
      return FALSE;
  return TRUE;
}

static gboolean
is_trusted_restored (LkGuardRun *run, LkSslTab *tab)
{
  g_autoptr (GPtrArray) added = list_new (run, tab);

  for (guint i = 0; i < run->trusted_before->len; i++)
    if (lk_ssl_tab_find_trusted (tab, g_ptr_array_index (run->trusted_before, i)) == 0)
      return FALSE;
  return added->len == 0 &&
         (run->recovering || lk_ssl_tab_get_fields (tab)->client_enabled == run->was_enabled);
}

static const LkGuardChange changes[] = {
  [LK_GUARD_ENABLE] = { "enable", LK_JOURNAL_ENABLE, TRUE, TRUE, enable, disable, is_enabled,
                        is_disabled },
  [LK_GUARD_DISABLE] = { "disable", LK_JOURNAL_DISABLE, FALSE, FALSE, disable, leave, is_disabled,
                         is_enabled },
  [LK_GUARD_CHANGE_TRUSTED] = { "change-trusted", LK_JOURNAL_REPLACE_CA, TRUE, TRUE, change_trusted,
                                restore_trusted, is_trusted_changed, is_trusted_restored },
};

const LkGuardChange *
lk_guard_change_get (LkGuardKind kind)
{
  g_return_val_if_fail ((guint)kind < G_N_ELEMENTS (changes), NULL);

  return &changes[kind];
}

static gboolean
is_occupied (LkSslTab *tab, guint slots)
{
  for (guint slot = 1; slot <= LK_MAX_TRUSTED; slot++)
    if ((slots & 1u << slot) != 0 && lk_ssl_tab_get_trusted (tab, slot) != NULL)
      return TRUE;
  return FALSE;
}

gboolean
lk_guard_is_needed (LkGuardKind kind, LkSslTab *tab, LkCertificate *add, guint remove)
{
  g_return_val_if_fail (LK_IS_SSL_TAB (tab), TRUE);

  if (kind == LK_GUARD_ENABLE)
    return TRUE;
  /* A camera that asks for personal certificates can be lost by a change of what it trusts. */
  return lk_ssl_tab_get_fields (tab)->client_enabled &&
         (kind == LK_GUARD_DISABLE || is_occupied (tab, remove) ||
          (add != NULL && lk_ssl_tab_find_trusted (tab, add) == 0));
}

const char *
lk_guard_kind_get_name (LkGuardKind kind)
{
  g_return_val_if_fail ((guint)kind < G_N_ELEMENTS (changes), NULL);

  return changes[kind].name;
}
