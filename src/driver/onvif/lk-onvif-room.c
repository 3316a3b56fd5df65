/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Room on a camera whose store is full: what we made and nothing uses is left over from changes
 * whose answers were lost, because nobody learned its ID. */

#include "config.h"

#include "driver/onvif/lk-onvif-private.h"

#include "base/lk-error.h"

#define MAX_LISTED 64

/* The IDs that the camera names, but for the one in use and, where their aliases are told at once,
 * those of others; NULL where that is not known. */
static GPtrArray *
list_unused (LkOnvifCamera *self,
             LkOnvifOperation all,
             const char *element,
             LkOnvifOperation in_use,
             const char *id_name,
             GCancellable *cancellable)
{
  g_autoptr (LkSoapReply) assigned = lk_onvif_camera_call (self, in_use, NULL, cancellable, NULL);
  g_autoptr (LkSoapReply) listed = lk_onvif_camera_call (self, all, NULL, cancellable, NULL);
  g_autofree char *used = NULL;
  GPtrArray *ids;

  if (assigned == NULL || listed == NULL)
    return NULL;
  used = lk_soap_dup_text (lk_soap_reply_get_content (assigned), id_name);
  ids = g_ptr_array_new_with_free_func (g_free);
  for (const xmlNode *node = lk_soap_find (lk_soap_reply_get_content (listed), element);
       node != NULL && ids->len < MAX_LISTED; node = lk_soap_next (node))
    {
      gboolean is_bare = g_str_equal (element, id_name);
      g_autofree char *alias = is_bare ? NULL : lk_soap_dup_text (node, "Alias");
      char *id = lk_soap_dup_text (node, is_bare ? NULL : id_name);
      gboolean is_ours = is_bare || (alias != NULL && g_str_has_prefix (alias, LK_ONVIF_ALIAS));

      if (id == NULL || !is_ours || g_strcmp0 (id, used) == 0)
        g_free (id);
      else
        g_ptr_array_add (ids, id);
    }
  return ids;
}

static void
drop_policies (LkOnvifCamera *self, GCancellable *cancellable)
{
  g_autoptr (GPtrArray) ids = list_unused (
    self, LK_ONVIF_GET_ALL_CERT_PATH_VALIDATION_POLICIES, "CertPathValidationPolicy",
    LK_ONVIF_GET_ASSIGNED_CERT_PATH_VALIDATION_POLICIES, "CertPathValidationPolicyID", cancellable);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    /* the next one may go */
    (void)lk_onvif_camera_tell (self, LK_ONVIF_DELETE_CERT_PATH_VALIDATION_POLICY,
                                "tas:CertPathValidationPolicyID", g_ptr_array_index (ids, i),
                                cancellable, NULL);
}

static void
drop_paths (LkOnvifCamera *self, GCancellable *cancellable)
{
  g_autoptr (GPtrArray) ids = list_unused (
    self, LK_ONVIF_GET_ALL_CERTIFICATION_PATHS, "CertificationPathID",
    LK_ONVIF_GET_ASSIGNED_SERVER_CERTIFICATES, "CertificationPathID", cancellable);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    lk_onvif_keystore_drop_path (self, g_ptr_array_index (ids, i), cancellable);
}

void
lk_onvif_make_room (LkOnvifCamera *self, GCancellable *cancellable)
{
  drop_policies (self, cancellable);
  drop_paths (self, cancellable);
}

/* The IDs of the keys that certificates have: (element-type utf8 utf8); NULL where one is not
 * told. */
static GHashTable *
list_keys_in_use (LkOnvifCamera *self, GCancellable *cancellable)
{
  g_autoptr (LkSoapReply) listed =
    lk_onvif_camera_call (self, LK_ONVIF_GET_ALL_CERTIFICATES, NULL, cancellable, NULL);
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (listed == NULL)
    return NULL;
  for (const xmlNode *node = lk_soap_find (lk_soap_reply_get_content (listed), "Certificate");
       node != NULL; node = lk_soap_next (node))
    {
      char *id = lk_soap_dup_text (node, "KeyID");

      if (id == NULL)
        return NULL;
      g_hash_table_add (ids, id);
    }
  return g_steal_pointer (&ids);
}

/* One that is being made may be another session's. */
static gboolean
is_finished_and_ours (const xmlNode *key)
{
  g_autofree char *alias = lk_soap_dup_text (key, "Alias");
  g_autofree char *status = lk_soap_dup_text (key, "KeyStatus");

  return alias != NULL && g_str_has_prefix (alias, LK_ONVIF_ALIAS) &&
         g_strcmp0 (status, "generating") != 0;
}

GPtrArray *
lk_onvif_list_open_keys (LkOnvifCamera *self, GCancellable *cancellable)
{
  g_autoptr (LkSoapReply) listed =
    lk_onvif_camera_call (self, LK_ONVIF_GET_ALL_KEYS, NULL, cancellable, NULL);
  g_autoptr (GHashTable) used = listed != NULL ? list_keys_in_use (self, cancellable) : NULL;
  GPtrArray *ids;

  if (used == NULL)
    return NULL;
  ids = g_ptr_array_new_with_free_func (g_free);
  for (const xmlNode *node = lk_soap_find (lk_soap_reply_get_content (listed), "KeyAttribute");
       node != NULL && ids->len < MAX_LISTED; node = lk_soap_next (node))
    {
      g_autofree char *id = lk_soap_dup_text (node, "KeyID");

      if (id != NULL && !g_hash_table_contains (used, id) && is_finished_and_ours (node))
        g_ptr_array_add (ids, g_steal_pointer (&id));
    }
  return ids;
}

void
lk_onvif_drop_keys (LkOnvifCamera *self, GPtrArray *ids, GCancellable *cancellable)
{
  for (guint i = 0; i < ids->len; i++)
    /* the next one may go */
    (void)lk_onvif_camera_tell (self, LK_ONVIF_DELETE_KEY, "tas:KeyID", g_ptr_array_index (ids, i),
                                cancellable, NULL);
}

void
lk_onvif_explain_full (LkOnvifCamera *self, GError *error, GCancellable *cancellable)
{
  g_autoptr (GPtrArray) open = g_error_matches (error, LK_ERROR, LK_ERROR_FULL)
                                 ? lk_onvif_list_open_keys (self, cancellable)
                                 : NULL;
  g_autofree char *said = NULL;

  if (open == NULL || open->len == 0)
    return;
  said = g_steal_pointer (&error->message);
  error->message = g_strdup_printf ("%s; %u of its keys wait for certificates that were requested: import these, or make a new request and let the earlier ones go",
                                    said, open->len);
}
