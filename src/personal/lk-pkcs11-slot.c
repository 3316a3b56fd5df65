/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "personal/lk-pkcs11-slot.h"

#include "base/lk-error.h"

#include <p11-kit/p11-kit.h>
#include <p11-kit/uri.h>
#include <string.h>

#define MAX_SLOTS 64

static gpointer
load_modules (gpointer data)
{
  return p11_kit_modules_load_and_initialize (0);
}

static CK_FUNCTION_LIST **
get_modules (GError **error)
{
  static GOnce once = G_ONCE_INIT;
  CK_FUNCTION_LIST **modules = g_once (&once, load_modules, NULL);

  if (modules == NULL)
    g_set_error (error, LK_ERROR, LK_ERROR_STORE_FAILED, "The PKCS#11 modules cannot be loaded: %s",
                 p11_kit_message ());
  return modules;
}

/* Called for each token at hand; stops when it returns TRUE. */
typedef gboolean (*TokenFunc) (CK_FUNCTION_LIST *module,
                               CK_SLOT_ID slot,
                               CK_TOKEN_INFO *info,
                               gpointer data);

static gboolean
holds_trust_only (CK_FUNCTION_LIST *module)
{
  g_autofree char *policy = p11_kit_config_option (module, "trust-policy");

  return g_strcmp0 (policy, "yes") == 0;
}

static void
walk_tokens (CK_FUNCTION_LIST **modules, TokenFunc func, gpointer data)
{
  for (; *modules != NULL; modules++)
    {
      CK_SLOT_ID slots[MAX_SLOTS];
      CK_ULONG n_slots = MAX_SLOTS;

      /* Slots that came or went are noticed when no list is asked for (PKCS#11 2.40, 5.5). */
      if (holds_trust_only (*modules) ||
          (*modules)->C_GetSlotList (CK_TRUE, NULL, &n_slots) != CKR_OK)
        continue;
      n_slots = MAX_SLOTS;
      if ((*modules)->C_GetSlotList (CK_TRUE, slots, &n_slots) != CKR_OK)
        continue;
      for (CK_ULONG i = 0; i < n_slots; i++)
        {
          CK_TOKEN_INFO info;

          if ((*modules)->C_GetTokenInfo (slots[i], &info) == CKR_OK &&
              (info.flags & CKF_TOKEN_INITIALIZED) && func (*modules, slots[i], &info, data))
            return;
        }
    }
}

static gboolean
add_token (CK_FUNCTION_LIST *module, CK_SLOT_ID slot, CK_TOKEN_INFO *info, gpointer data)
{
  P11KitUri *uri = p11_kit_uri_new ();
  char *text = NULL;

  *p11_kit_uri_get_token_info (uri) = *info;
  if (p11_kit_uri_format (uri, P11_KIT_URI_FOR_TOKEN, &text) == P11_KIT_URI_OK)
    g_ptr_array_add (data, g_strdup (text));
  free (text);
  p11_kit_uri_free (uri);
  return FALSE;
}

GPtrArray *
lk_pkcs11_list_tokens (GError **error)
{
  g_autoptr (GPtrArray) uris = g_ptr_array_new_with_free_func (g_free);
  CK_FUNCTION_LIST **modules = get_modules (error);

  if (modules == NULL)
    return NULL;
  walk_tokens (modules, add_token, uris);
  return g_steal_pointer (&uris);
}

char *
lk_pkcs11_dup_title (const char *token_uri)
{
  P11KitUri *uri = p11_kit_uri_new ();
  char *title = NULL;

  if (p11_kit_uri_parse (token_uri, P11_KIT_URI_FOR_TOKEN, uri) == P11_KIT_URI_OK)
    {
      const CK_TOKEN_INFO *info = p11_kit_uri_get_token_info (uri);

      title = g_utf8_make_valid ((const char *)info->label,
                                 (gssize)strnlen ((const char *)info->label, sizeof info->label));
    }
  p11_kit_uri_free (uri);
  return title != NULL && *g_strstrip (title) != '\0' ? title
                                                      : (g_free (title), g_strdup (token_uri));
}

typedef struct
{
  P11KitUri *uri;
  CK_FUNCTION_LIST *module;
  CK_SLOT_ID slot;
} Search;

static gboolean
match_token (CK_FUNCTION_LIST *module, CK_SLOT_ID slot, CK_TOKEN_INFO *info, gpointer data)
{
  Search *search = data;

  if (!p11_kit_uri_match_token_info (search->uri, info))
    return FALSE;
  search->module = module;
  search->slot = slot;
  return TRUE;
}

gboolean
lk_pkcs11_slot_find (const char *token_uri, LkPkcs11Slot *slot, GError **error)
{
  CK_FUNCTION_LIST **modules = get_modules (error);
  Search search = { 0 };

  g_return_val_if_fail (token_uri != NULL && slot != NULL, FALSE);

  if (modules == NULL)
    return FALSE;
  search.uri = p11_kit_uri_new ();
  if (p11_kit_uri_parse (token_uri, P11_KIT_URI_FOR_TOKEN, search.uri) != P11_KIT_URI_OK)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_USAGE, "“%s” is not a PKCS#11 URI (RFC 7512)",
                   token_uri);
    }
  else
    {
      walk_tokens (modules, match_token, &search);
      if (search.module == NULL)
        g_set_error (error, LK_ERROR, LK_ERROR_NOT_FOUND,
                     "No token matches “%s”; is it plugged in?", token_uri);
    }
  p11_kit_uri_free (search.uri);
  slot->module = search.module;
  slot->id = search.slot;
  return search.module != NULL;
}
